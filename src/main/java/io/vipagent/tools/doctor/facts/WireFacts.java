package io.vipagent.tools.doctor.facts;

import io.vipagent.core.wire.Advert;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of the network: advertisements that were heard, and neighbours that answered.
 *
 * @param listened for advertisements; none where that is not permitted
 * @param neighbours hardware addresses in lower case by IP address, of those that have just answered
 * @param kept addresses that this node had from before the listening until after it
 */
public record WireFacts(List<Listened> listened, Map<InetAddress, String> neighbours, List<InetAddress> kept) {
    /** Nobody listened or asked. */
    public static final WireFacts NONE = new WireFacts(List.of(), Map.of(), List.of());

    /**
     * What came on one interface.
     *
     * @param ipv6 whether over IPv6, else over IPv4
     * @param heard in the order in which it came; nothing of this node's own
     */
    public record Listened(String networkInterface, boolean ipv6, Duration length, List<Heard> heard) {}

    /**
     * An advertisement and who sent it.
     *
     * @param multicast whether it was sent to the group; empty where that cannot be seen
     */
    public record Heard(InetAddress source, Advert advert, Optional<Boolean> multicast) {}
}
