package io.vipagent.peers;

import io.vipagent.check.Printable;
import io.vipagent.check.Reason;
import java.util.Optional;

/** What came of the newest question to a peer. */
public sealed interface Contact {
    /** No question has ended so far. */
    record NotAsked() implements Contact {}

    /**
     * It answered.
     *
     * @param clock how far its clock is from this node's, where it said its time
     */
    record Reached(PeerStatus status, Optional<ClockOffset> clock) implements Contact {}

    /**
     * It did not, or not as an agent does.
     *
     * @param detail one line for people
     */
    record Unreached(Reason reason, String detail) implements Contact {
        /** Keeps {@code detail} to one printable line, whatever a peer put into it. */
        public Unreached {
            detail = Printable.line(detail);
        }
    }
}
