package io.vipagent.core.wire;

import io.vipagent.core.vip.VirtualRouter;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * Says what a packet on an interface is to this node.
 *
 * @param routers this node's instances
 * @param vips the addresses that this node watches; none: no advertisement is judged by its addresses
 */
public record AdvertRule(List<VirtualRouter> routers, Set<InetAddress> vips) {
    public AdvertRule {
        routers = List.copyOf(routers);
        vips = Set.copyOf(vips);
    }

    /** What a packet is. */
    public sealed interface ReceivedPacket {
        /** An advertisement of another node for {@code router}. */
        record Accepted(VirtualRouter router, Advert advert) implements ReceivedPacket {}

        /** An advertisement for a router that this node has nothing to do with. */
        record Foreign() implements ReceivedPacket {}

        /** Something that a router has to drop. */
        record Faulty(AdvertError error, String why) implements ReceivedPacket {}
    }

    /** Judges {@code packet}, which came on {@code networkInterface}: of IPv4 with its header, of IPv6 without. */
    public ReceivedPacket judge(String networkInterface, boolean ipv6, byte[] packet) {
        Advert advert;
        try {
            advert = ipv6 ? AdvertReader.ipv6(packet) : AdvertReader.ipv4(packet);
        } catch (NoAdvert e) {
            return new ReceivedPacket.Faulty(e.error(), e.why());
        }
        for (VirtualRouter router : routers) {
            if (router.routerId() == advert.routerId()
                    && router.ipv6() == ipv6
                    && router.networkInterface().equals(networkInterface)) {
                return vips.isEmpty() || vips.containsAll(advert.addresses())
                        ? new ReceivedPacket.Accepted(router, advert)
                        : new ReceivedPacket.Faulty(
                                AdvertError.ADDRESSES, "other addresses than this node watches: " + advert);
            }
        }
        return new ReceivedPacket.Foreign();
    }
}
