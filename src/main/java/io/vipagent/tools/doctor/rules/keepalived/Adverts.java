package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.WireFacts.Heard;
import io.vipagent.tools.doctor.facts.WireFacts.Listened;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was heard on an instance's interface under its number.
 *
 * @param longEnough whether somebody who holds its VIP would have been heard: three intervals and one to begin with
 * @param heard in the order in which it came
 */
record Adverts(VrrpInstance instance, boolean longEnough, List<Heard> heard) {
    private static final int INTERVALS = 4;

    /** Returns those of the instance; none where nobody listened there. */
    static Optional<Adverts> of(Facts facts, VrrpInstance instance) {
        return facts.wire().listened().stream()
                .filter(listened -> instance.interfaceName().equals(Optional.of(listened.networkInterface()))
                        && listened.ipv6() == instance.isIpv6())
                .findFirst()
                .map(listened -> of(instance, listened));
    }

    /**
     * Advertisements for one of the addresses of {@code instance} under another number than its own, one of each
     * sender.
     */
    static List<Heard> ofOtherNumbers(Facts facts, VrrpInstance instance) {
        Adverts own = new Adverts(instance, false, List.of());
        List<Heard> heard = facts.wire().listened().stream()
                .filter(listened -> instance.interfaceName().equals(Optional.of(listened.networkInterface()))
                        && listened.ipv6() == instance.isIpv6())
                .flatMap(listened -> listened.heard().stream())
                .filter(each -> !each.advert().addresses().isEmpty()
                        && own.isOurs(each)
                        && !instance.routerId()
                                .equals(Optional.of(
                                        Integer.toString(each.advert().routerId()))))
                .toList();
        return new Adverts(instance, false, heard).ours();
    }

    private static Adverts of(VrrpInstance instance, Listened listened) {
        return new Adverts(
                instance,
                instance.advertInterval().multipliedBy(INTERVALS).compareTo(listened.length()) <= 0,
                listened.heard().stream()
                        .filter(heard -> instance.routerId()
                                .equals(Optional.of(
                                        Integer.toString(heard.advert().routerId()))))
                        .toList());
    }

    /** Returns the addresses that the instance itself would advertise. */
    Set<InetAddress> own() {
        return instance.advertised().stream()
                .flatMap(vip -> IpAddresses.literal(vip.address()).stream())
                .collect(Collectors.toSet());
    }

    /** Returns whether {@code heard} is of this virtual router: one of its addresses, or none at all on either side. */
    boolean isOurs(Heard heard) {
        Set<InetAddress> shared = new HashSet<>(heard.advert().addresses());
        shared.retainAll(own());
        return !shared.isEmpty() || (heard.advert().addresses().isEmpty() && own().isEmpty());
    }

    /** Returns who said so, each once, in the order in which they came. */
    List<Heard> ours() {
        List<Heard> first = new ArrayList<>();
        heard.stream()
                .filter(each -> isOurs(each)
                        && first.stream().noneMatch(known -> known.source().equals(each.source())))
                .forEach(first::add);
        return first;
    }
}
