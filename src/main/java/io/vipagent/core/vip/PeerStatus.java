package io.vipagent.core.vip;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a peer says of itself.
 *
 * @param node what it is called
 * @param time its wall clock when it answered, if it says so
 * @param vips the addresses that it watches, and whether each is on one of its interfaces
 * @param mayHoldVip its decision
 * @param details what else it says, for people
 */
public record PeerStatus(
        String node, Optional<Instant> time, Map<InetAddress, Boolean> vips, boolean mayHoldVip, NodeDetails details) {
    public PeerStatus {
        vips = Map.copyOf(vips);
    }

    /** Creates a peer that says no more than what is judged. */
    public PeerStatus(String node, Optional<Instant> time, Map<InetAddress, Boolean> vips, boolean mayHoldVip) {
        this(node, time, vips, mayHoldVip, NodeDetails.UNKNOWN);
    }
}
