package io.vipagent.agent.peers;

import io.vipagent.core.vip.HolderReport;
import io.vipagent.core.vip.PeerFinding;
import io.vipagent.core.vip.PeerReport;
import java.time.Duration;
import java.util.Optional;

/** Hears what changes among the peers: one call per change. Must neither block nor throw. */
public interface PeerListener {
    /**
     * A peer began to answer, or ceased to.
     *
     * @param lasted how long the contact before had been of its kind
     */
    default void turned(PeerReport before, PeerReport after, Duration lasted) {}

    /**
     * Another verdict on who holds a VIP, or another holder. Not told while it moves.
     *
     * @param before what was said last; empty: nothing yet
     */
    default void held(Optional<HolderReport> before, HolderReport after) {}

    /** Something is odd that was not. */
    default void found(PeerFinding finding) {}

    /** A finding that was told is true no longer. */
    default void cleared(PeerFinding finding) {}
}
