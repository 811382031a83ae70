package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;

import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Slow;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.TargetRole;
import java.util.Optional;

/** Every way in which a target can stand, as far as the decision is concerned. */
enum TargetHealths {
    UP,
    /** Up, but its newest probe failed. */
    UP_FAILING,
    DOWN,
    /** Down, but its newest probe passed. */
    DOWN_RECOVERING,
    /** Slow, and answering late. */
    SLOW,
    /** Slow, and nothing was heard from it so far. */
    SLOW_SILENT,
    NOT_PROBED,
    STARTING_PASSING,
    STARTING_FAILING,
    STALE_UP,
    STALE_UP_FAILING,
    STALE_DOWN,
    STALE_STARTING;

    /** The moment at which they stand so, some seconds after all that happened to them. */
    static final long NOW = 5_000_000_000L;

    /** A target of this role, named after it, that stands so. */
    TargetHealth as(TargetRole role) {
        return as(role.label(), role);
    }

    /** A target that stands so. */
    TargetHealth as(String target, TargetRole role) {
        Outcome outcome = switch (this) {
            case UP, NOT_PROBED, STARTING_PASSING, STALE_UP, STALE_STARTING -> Outcomes.passed();
            case UP_FAILING, DOWN, DOWN_RECOVERING, STARTING_FAILING, STALE_UP_FAILING, STALE_DOWN ->
                Outcomes.failed(CONNECT_REFUSED);
            case SLOW -> new Late(200, Phases.NONE, Optional.empty());
            case SLOW_SILENT -> new Overdue(Phases.NONE);
        };
        ProbeHistory history = ProbeHistory.NONE;
        for (long nanos = 1; nanos < 4; nanos++) {
            history = history.next(Asked.full(nanos), outcome, nanos, outcome.passed());
        }
        return new TargetHealth(
                target, role, verdict(), !name().startsWith("STALE"), verdict() instanceof Starting, 0, history);
    }

    private Verdict verdict() {
        return switch (this) {
            case UP, STALE_UP -> new Up(Tallies.passes(5));
            case UP_FAILING, STALE_UP_FAILING -> new Up(Tallies.failures(1));
            case DOWN, STALE_DOWN ->
                new Down(Tallies.failures(3), CONNECT_REFUSED, "nobody listens there", Proof.ANSWER);
            case DOWN_RECOVERING -> new Down(Tallies.passes(1), CONNECT_REFUSED, "nobody listens there", Proof.ANSWER);
            case SLOW -> new Slow(new Tally(0, 3, 0, 3, 0, 0), true);
            case SLOW_SILENT -> new Slow(new Tally(0, 0, 0, 3, 0, 3), false);
            case NOT_PROBED -> Verdict.unknown();
            case STARTING_PASSING -> new Starting(Tallies.passes(1));
            case STARTING_FAILING, STALE_STARTING -> new Starting(Tallies.failures(2));
        };
    }
}
