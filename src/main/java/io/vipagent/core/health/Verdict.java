package io.vipagent.core.health;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;

/**
 * What a row of outcomes proves of a target. Each state owns its transitions. Unlike keepalived, whose first run of a
 * script decides alone (vrrp_track.c overwrites {@code init_fail}), a target is Starting until {@code rise} passes or
 * {@code fall} failures in a row have proven something.
 */
public sealed interface Verdict {
    /** The outcomes at the end of the row that were equal. */
    Streak streak();

    /** The verdict once {@code outcome} is known too. */
    Verdict after(Outcome outcome, Thresholds thresholds);

    /** Before the first outcome. */
    static Verdict unknown() {
        return new Starting(Streak.NONE);
    }

    /** Nothing is proven yet; counts as down. */
    record Starting(Streak streak) implements Verdict {
        @Override
        public Verdict after(Outcome outcome, Thresholds thresholds) {
            Streak next = streak.next(outcome.passed());
            return switch (outcome) {
                case Passed passed -> next.length() >= thresholds.rise() ? new Up(next) : new Starting(next);
                case Overdue overdue -> this;
                case Late late -> this;
                case Failed failed -> next.length() >= thresholds.fall() ? Down.of(next, failed) : new Starting(next);
            };
        }
    }

    /** Proven to serve. */
    record Up(Streak streak) implements Verdict {
        @Override
        public Verdict after(Outcome outcome, Thresholds thresholds) {
            Streak next = streak.next(outcome.passed());
            return switch (outcome) {
                case Passed passed -> new Up(next);
                case Overdue overdue -> this;
                case Late late -> this;
                case Failed failed -> next.length() >= thresholds.fall() ? Down.of(next, failed) : new Up(next);
            };
        }
    }

    /** Proven not to serve, with the newest failure's reason. */
    record Down(Streak streak, Reason reason, String detail) implements Verdict {
        private static Down of(Streak streak, Failed failed) {
            return new Down(streak, failed.reason(), failed.detail());
        }

        @Override
        public Verdict after(Outcome outcome, Thresholds thresholds) {
            Streak next = streak.next(outcome.passed());
            return switch (outcome) {
                case Passed passed ->
                    next.length() >= thresholds.rise() ? new Up(next) : new Down(next, reason, detail);
                case Overdue overdue -> this;
                case Late late -> this;
                case Failed failed -> of(next, failed);
            };
        }
    }
}
