package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;

import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;

/** Every way in which a target can stand, as far as the decision is concerned. */
enum TargetHealths {
    UP,
    /** Up, but its newest probe failed. */
    UP_FAILING,
    DOWN,
    /** Down, but its newest probe passed. */
    DOWN_RECOVERING,
    NOT_PROBED,
    STARTING_PASSING,
    STARTING_FAILING,
    STALE_UP,
    STALE_UP_FAILING,
    STALE_DOWN,
    STALE_STARTING;

    /** A target of this role, named after it, that stands so. */
    TargetHealth as(TargetRole role) {
        return as(role.label(), role);
    }

    /** A target that stands so. */
    TargetHealth as(String target, TargetRole role) {
        return new TargetHealth(target, role, verdict(), !name().startsWith("STALE"));
    }

    private Verdict verdict() {
        return switch (this) {
            case UP, STALE_UP -> new Up(new Streak(true, 5));
            case UP_FAILING, STALE_UP_FAILING -> new Up(new Streak(false, 1));
            case DOWN, STALE_DOWN -> new Down(new Streak(false, 3), CONNECT_REFUSED, "nobody listens there");
            case DOWN_RECOVERING -> new Down(new Streak(true, 1), CONNECT_REFUSED, "nobody listens there");
            case NOT_PROBED -> Verdict.unknown();
            case STARTING_PASSING -> new Starting(new Streak(true, 1));
            case STARTING_FAILING, STALE_STARTING -> new Starting(new Streak(false, 2));
        };
    }
}
