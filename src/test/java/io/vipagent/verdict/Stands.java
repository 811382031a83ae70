package io.vipagent.verdict;

import static io.vipagent.check.Reason.CONNECT_REFUSED;

import io.vipagent.check.Role;
import io.vipagent.verdict.Verdict.Down;
import io.vipagent.verdict.Verdict.Starting;
import io.vipagent.verdict.Verdict.Up;

/** Every way in which a target can stand, as far as the decision is concerned. */
enum Stands {
    UP(new Up(new Streak(true, 5)), true),
    /** Up, but its newest probe failed. */
    UP_FAILING(new Up(new Streak(false, 1)), true),
    DOWN(new Down(new Streak(false, 3), CONNECT_REFUSED, "nobody listens there"), true),
    /** Down, but its newest probe passed. */
    DOWN_RECOVERING(new Down(new Streak(true, 1), CONNECT_REFUSED, "nobody listens there"), true),
    NOT_PROBED(Verdict.unknown(), true),
    STARTING_PASSING(new Starting(new Streak(true, 1)), true),
    STARTING_FAILING(new Starting(new Streak(false, 2)), true),
    STALE_UP(new Up(new Streak(true, 5)), false),
    STALE_UP_FAILING(new Up(new Streak(false, 2)), false),
    STALE_DOWN(new Down(new Streak(false, 3), CONNECT_REFUSED, "nobody listens there"), false),
    STALE_STARTING(new Starting(new Streak(false, 1)), false);

    private final Verdict verdict;
    private final boolean fresh;

    Stands(Verdict verdict, boolean fresh) {
        this.verdict = verdict;
        this.fresh = fresh;
    }

    /** A target of this role, named after it, that stands so. */
    Standing as(Role role) {
        return as(role.label(), role);
    }

    /** A target that stands so. */
    Standing as(String target, Role role) {
        return new Standing(target, role, verdict, fresh);
    }
}
