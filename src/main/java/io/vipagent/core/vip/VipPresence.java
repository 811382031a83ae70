package io.vipagent.core.vip;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * One VIP as this node sees it. Pure.
 *
 * @param networkInterface the interface that carries it; empty: none of this node's
 * @param up whether that interface runs
 */
public record VipPresence(InetAddress vip, Optional<String> networkInterface, boolean up) {
    /**
     * That of {@code vip} among the addresses of this node: by the address alone, on whatever interface, and without
     * the scope that an IPv6 address carries there. One that is there twice is where it works.
     */
    public static VipPresence of(InetAddress vip, Collection<LocalAddress> present) {
        return present.stream()
                .filter(presence -> presence.address().equals(vip))
                .max(Comparator.comparing(LocalAddress::up))
                .map(presence -> new VipPresence(vip, Optional.of(presence.networkInterface()), presence.up()))
                .orElse(new VipPresence(vip, Optional.empty(), false));
    }

    /** Returns whether this node holds it: an address on an interface that is down serves nobody. */
    public boolean held() {
        return networkInterface.isPresent() && up;
    }
}
