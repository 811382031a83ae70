package io.vipagent.peers;

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
    default void held(Optional<Holding> before, Holding after) {}

    /** Something is odd that was not. */
    default void found(Finding finding) {}

    /** It no longer is. */
    default void cleared(Finding finding) {}
}
