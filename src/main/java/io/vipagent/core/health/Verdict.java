package io.vipagent.core.health;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.target.Thresholds;
import java.util.Optional;

/**
 * What a row of outcomes proves of a target. Each state owns its transitions. Unlike keepalived, whose first run of a
 * script decides alone (vrrp_track.c overwrites {@code init_fail}), a target is Starting until {@code rise} answers or
 * {@code fall} consecutive failures have proven something.
 */
public sealed interface Verdict {
    /** Returns what the last outcomes add up to. */
    Tally tally();

    /** Returns the verdict once this outcome of a question of this kind is known too. */
    Verdict after(Question question, Outcome outcome, Thresholds thresholds);

    /** Returns the equal outcomes at the end of the row, for people. */
    default Streak streak() {
        return tally().streak();
    }

    /**
     * Returns what is left of it after a time in which nobody looked, where the first look since failed: what was
     * proven to serve is not known to serve any more. Any answer, also a late one, confirms it: then nothing is
     * forgotten.
     */
    default Verdict afterGap(Outcome outcome) {
        return outcome instanceof Failed && !(this instanceof Down) ? unknown() : this;
    }

    /** Returns the verdict before the first outcome. */
    static Verdict unknown() {
        return new Starting(Tally.NONE);
    }

    /**
     * Down, where {@code outcome} proves it: the process is gone, or {@code fall} answers were wrong, or a whole
     * patience has brought nothing after {@code fall} questions that were not answered in time.
     */
    private static Optional<Verdict> death(Tally tally, Outcome outcome, Thresholds thresholds) {
        return outcome instanceof Failed failed
                        && (failed.proof() == Proof.CONCLUSIVE
                                || tally.failures() >= thresholds.fall()
                                || failed.proof() == Proof.SILENCE && tally.untimely() >= thresholds.fall())
                ? Optional.of(Down.proven(tally, failed))
                : Optional.empty();
    }

    /** Up or Slow, where {@code rise} consecutive answers prove that it serves. */
    private static Optional<Verdict> service(Tally tally, Thresholds thresholds) {
        if (tally.passes() >= thresholds.rise()) {
            return Optional.of(new Up(tally));
        }
        return tally.answers() >= thresholds.rise() ? Optional.of(Slow.of(tally, thresholds)) : Optional.empty();
    }

    /** Nothing is proven yet; counts as down. */
    record Starting(Tally tally) implements Verdict {
        @Override
        public Verdict after(Question question, Outcome outcome, Thresholds thresholds) {
            Tally next = tally.next(question, outcome);
            return death(next, outcome, thresholds)
                    .or(() -> service(next, thresholds))
                    .orElseGet(() -> new Starting(next));
        }
    }

    /** Proven to serve in time. */
    record Up(Tally tally) implements Verdict {
        @Override
        public Verdict after(Question question, Outcome outcome, Thresholds thresholds) {
            Tally next = tally.next(question, outcome);
            return death(next, outcome, thresholds)
                    .orElseGet(() -> next.untimely() >= thresholds.fall() ? Slow.of(next, thresholds) : new Up(next));
        }
    }

    /**
     * Not in time, and not proven dead: it counts as serving, unless another is known to be better.
     *
     * @param answering whether anything was heard from it within the last {@code fall} questions
     */
    record Slow(Tally tally, boolean answering) implements Verdict {
        private static Slow of(Tally tally, Thresholds thresholds) {
            return new Slow(tally, tally.unanswered() < thresholds.fall());
        }

        @Override
        public Verdict after(Question question, Outcome outcome, Thresholds thresholds) {
            Tally next = tally.next(question, outcome);
            return death(next, outcome, thresholds)
                    .orElseGet(() -> next.passes() >= thresholds.rise() ? new Up(next) : of(next, thresholds));
        }
    }

    /**
     * Proven not to serve, with the newest failure's reason.
     *
     * @param proof how the newest failure proved it
     */
    record Down(Tally tally, Reason reason, String detail, Proof proof) implements Verdict {
        /** Only what is answered after this counts for its return. */
        private static Down proven(Tally tally, Failed failed) {
            return new Down(tally.dead(), failed.reason(), failed.detail(), failed.proof());
        }

        @Override
        public Verdict after(Question question, Outcome outcome, Thresholds thresholds) {
            Tally next = tally.next(question, outcome);
            if (outcome instanceof Failed failed && (question == Question.FULL || failed.proof() == Proof.CONCLUSIVE)) {
                return proven(next, failed);
            }
            return service(next, thresholds).orElseGet(() -> new Down(next, reason, detail, proof));
        }

        /** Returns whether the process is gone: the kernel of its node says so. */
        public boolean gone() {
            return proof == Proof.CONCLUSIVE || reason == Reason.CONNECT_REFUSED;
        }
    }
}
