package io.vipagent.core.health;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;

/**
 * What the last outcomes of a target add up to. Counts stay at the largest int.
 *
 * @param passes consecutive full questions that were answered as expected and in time, and nothing was late since
 * @param answers consecutive full questions that were answered as expected, in time or late
 * @param failures full questions that failed since the last one that was answered as expected
 * @param overdue full questions that were not answered in time since the last one that passed
 * @param pingTrouble pings that were not answered in time, or failed, since the last question that passed
 * @param unanswered questions that were not answered in time since anything was heard
 */
public record Tally(int passes, int answers, int failures, int overdue, int pingTrouble, int unanswered) {
    /** There is no outcome yet. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

    /** Returns this tally with one more outcome of a question of this kind. */
    public Tally next(Question question, Outcome outcome) {
        return question == Question.FULL ? full(outcome) : ping(outcome);
    }

    /**
     * Returns the same once it is proven that the target does not serve: what was answered before that proves nothing
     * any more.
     */
    Tally dead() {
        return new Tally(0, 0, failures, overdue, pingTrouble, unanswered);
    }

    /** Returns how many questions were not answered in time, as far as no pass has made up for them. */
    public int untimely() {
        return sum(overdue, pingTrouble);
    }

    /** Returns the equal outcomes at the end of the row, for people. */
    public Streak streak() {
        if (passes > 0) {
            return new Streak(true, passes);
        }
        int bad = Math.max(failures, untimely());
        return bad == 0 ? Streak.NONE : new Streak(false, bad);
    }

    private Tally full(Outcome outcome) {
        return switch (outcome) {
            case Passed passed -> new Tally(sum(passes, 1), sum(answers, 1), 0, 0, 0, 0);
            case Overdue over -> new Tally(0, answers, failures, sum(overdue, 1), pingTrouble, sum(unanswered, 1));
            case Late late -> new Tally(0, sum(answers, 1), 0, overdue, pingTrouble, 0);
            case Failed failed -> new Tally(0, 0, sum(failures, 1), overdue, pingTrouble, unanswered(failed));
        };
    }

    private Tally ping(Outcome outcome) {
        return switch (outcome) {
            case Passed passed -> new Tally(passes, answers, failures, overdue, 0, 0);
            case Overdue over -> new Tally(0, answers, failures, overdue, sum(pingTrouble, 1), sum(unanswered, 1));
            case Late late -> new Tally(0, answers, failures, overdue, pingTrouble, 0);
            case Failed failed -> new Tally(0, answers, failures, overdue, sum(pingTrouble, 1), unanswered(failed));
        };
    }

    private int unanswered(Failed failed) {
        return failed.proof() == Proof.SILENCE ? unanswered : 0;
    }

    private static int sum(int one, int other) {
        return (int) Math.min((long) one + other, Integer.MAX_VALUE);
    }
}
