package io.vipagent.agent.vip;

import io.vipagent.core.vip.LocalAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/**
 * Those that the JDK finds: in this network namespace, IPv4 by the kernel's list of addresses, IPv6 by
 * {@code /proc/net/if_inet6}: none where {@code /proc} is not mounted, or where that file was empty when this program
 * first asked for an address (net_util_md.c, IPv6_supported). An IPv6 address counts from the moment that it
 * is set, though it may yet be found to be another's (DAD).
 */
public final class HostInterfaces implements Interfaces {
    @Override
    public List<LocalAddress> addresses() throws SocketException {
        // A label, eth0:vip, is an interface below this one to the JDK, whose addresses are this one's too.
        return NetworkInterface.networkInterfaces()
                .flatMap(each -> {
                    Optional<Boolean> up = up(each);
                    return each.inetAddresses()
                            .filter(_ -> up.isPresent())
                            .map(address -> new LocalAddress(address, each.getName(), up.orElse(false)));
                })
                .toList();
    }

    /** Empty: it has vanished since it was found. */
    private static Optional<Boolean> up(NetworkInterface each) {
        if (each.getIndex() < 0) {
            // A label without a colon is an interface to the JDK of which the kernel knows nothing, the address alone.
            return Optional.of(true);
        }
        try {
            return Optional.of(each.isUp());
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
