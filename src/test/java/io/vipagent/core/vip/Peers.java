package io.vipagent.core.vip;

import io.vipagent.core.vip.PeerContact.Reached;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Peers for tests, and what they say. */
public final class Peers {
    public static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.100");
    static final InetAddress OTHER_VIP = InetAddress.ofLiteral("2001:db8::64");

    private Peers() {}

    /** The agent at {@code http://NAME:9706}. */
    public static Peer peer(String name) {
        return new Peer(URI.create("http://" + name + ":9706"), Optional.empty());
    }

    public static List<Peer> peers(String... names) {
        return Arrays.stream(names).map(Peers::peer).toList();
    }

    /** An answer of {@code node}, which watches {@link #VIP}. */
    public static Reached says(String node, boolean present) {
        return says(node, Map.of(VIP, present));
    }

    public static Reached says(String node, Map<InetAddress, Boolean> vips) {
        return new Reached(new PeerStatus(node, Optional.empty(), vips, true), Optional.empty());
    }

    /** An answer of {@code node}, which does not hold {@link #VIP}, whose clock is so far ahead. */
    public static Reached ahead(String node, Duration ahead, Duration uncertainty) {
        return new Reached(
                new PeerStatus(node, Optional.empty(), Map.of(VIP, false), true),
                Optional.of(new ClockOffset(ahead, uncertainty)));
    }

    /** What came of the newest question to the agent at {@code http://NAME:9706}, at that moment. */
    static PeerReport report(String name, PeerContact contact, long nanos) {
        return new PeerReport(peer(name), contact, nanos, Instant.EPOCH, nanos);
    }

    /** What this node sees: {@link #VIP}, here or not. */
    public static List<VipPresence> own(boolean here) {
        return List.of(presence(VIP, here));
    }

    static VipPresence presence(InetAddress vip, boolean here) {
        return new VipPresence(vip, here ? Optional.of("eth0") : Optional.empty(), here);
    }

    /** A status as the agent serves it, with one VIP. */
    public static String json(String node, boolean present, String more) {
        return """
                {
                  "node" : "%s",
                  "decision" : {
                    "mayHoldVip" : true,
                    "state" : "granted"
                  },
                  "vips" : [ {
                    "address" : "192.0.2.100",
                    "present" : %s
                  } ]%s
                }
                """.formatted(node, present, more);
    }

    static String texts(List<PeerFinding> findings) {
        return findings.stream().map(PeerFinding::text).collect(Collectors.joining("\n"));
    }
}
