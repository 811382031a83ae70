package io.vipagent.core.vip;

import io.vipagent.core.health.Reason;
import io.vipagent.core.text.OneLine;
import java.util.Optional;

/** What came of the newest question to a peer. */
public sealed interface PeerContact {
    /** No question has ended so far. */
    record NotAsked() implements PeerContact {}

    /**
     * The peer answered as an agent does.
     *
     * @param clock how far its clock is from this node's, where it said its time
     */
    record Reached(PeerStatus status, Optional<ClockOffset> clock) implements PeerContact {}

    /**
     * The peer did not answer, or not as an agent does.
     *
     * @param detail one line for people
     */
    record Unreached(Reason reason, String detail) implements PeerContact {
        /** Keeps {@code detail} to one printable line, whatever a peer put into it. */
        public Unreached {
            detail = OneLine.line(detail);
        }
    }
}
