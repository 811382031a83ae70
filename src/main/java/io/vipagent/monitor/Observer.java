package io.vipagent.monitor;

import io.vipagent.check.Outcome;
import io.vipagent.check.Target;
import io.vipagent.verdict.Decision;
import java.time.Duration;

/** Hears what happens on the board: the shell that logs, meters and writes hangs here. Must not block. */
public interface Observer {
    /** A probe of {@code target} ended. */
    default void probed(Target target, Outcome outcome) {}

    /**
     * The verdict changed its kind.
     *
     * @param lasted how long the verdict before had been in force
     */
    default void turned(Snapshot before, Snapshot after, Duration lasted) {}

    /** The decision changed its kind. */
    default void decided(Decision before, Decision after) {}
}
