package io.vipagent.core.health;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the questions to a target: one word for as long as the same is wrong, however many questions show
 * it.
 *
 * @param detail one line for people, of the first question that showed it
 */
public record ProbeTrouble(Reason reason, String detail) {
    /**
     * Returns what is wrong with one more outcome; the same value while nothing changes. A question that is only open
     * so far replaces nothing that an answer, or a whole patience without one, has proven: a target that hangs is SLOW
     * until that is over and RESPONSE_TIMEOUT from then on, and not each in turn.
     *
     * @param before empty where nothing was wrong
     */
    public static Optional<ProbeTrouble> after(Optional<ProbeTrouble> before, Outcome outcome) {
        return switch (outcome) {
            case Passed passed -> Optional.empty();
            case Overdue overdue -> before.or(() -> Optional.of(slow("no answer in time, and none yet")));
            case Late late -> unlessSame(before, slow("answers, but late"));
            case Failed failed -> unlessSame(before, new ProbeTrouble(failed.reason(), failed.detail()));
        };
    }

    private static ProbeTrouble slow(String detail) {
        return new ProbeTrouble(Reason.SLOW, detail);
    }

    private static Optional<ProbeTrouble> unlessSame(Optional<ProbeTrouble> before, ProbeTrouble next) {
        return before.filter(known -> known.reason() == next.reason()).or(() -> Optional.of(next));
    }

    // By hand, as in Target.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ProbeTrouble that && reason == that.reason && detail.equals(that.detail);
    }

    @Override
    public int hashCode() {
        return reason.hashCode();
    }
}
