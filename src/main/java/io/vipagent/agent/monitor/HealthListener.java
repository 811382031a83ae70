package io.vipagent.agent.monitor;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.target.Target;
import java.time.Duration;
import java.util.List;

/** Hears what happens on the board: the shell that logs, meters and writes hangs here. Must not block. */
public interface HealthListener {
    /** Something became known of a question that {@code target} was asked. */
    default void probed(Target target, Asked asked, Outcome outcome) {}

    /**
     * The verdict changed its kind.
     *
     * @param lasted how long the verdict before had been in force
     */
    default void turned(TargetSnapshot before, TargetSnapshot after, Duration lasted) {}

    /** The targets are these from now on: of one that is not among them nothing is told any more. */
    default void follows(List<Target> targets) {}

    /**
     * The decision changed its kind. Called under the lock of the decision, so that no two changes overtake each other.
     */
    default void decided(Decision before, Decision after) {}

    /**
     * The decision changed its kind, and everybody has been told by {@link #decided}. Called in order, but under no
     * lock and perhaps a moment late: here is where people are told.
     */
    default void announced(Decision before, Decision after) {}
}
