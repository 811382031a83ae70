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
 */
public record PeerStatus(String node, Optional<Instant> time, Map<InetAddress, Boolean> vips, boolean mayHoldVip) {
    /** Copies {@code vips}. */
    public PeerStatus {
        vips = Map.copyOf(vips);
    }
}
