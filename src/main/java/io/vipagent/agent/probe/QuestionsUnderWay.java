package io.vipagent.agent.probe;

import io.vipagent.core.health.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The questions of one target that are under way, the oldest first, and what was answered last: a silence that a later
 * answer has overtaken proves nothing.
 */
final class QuestionsUnderWay {
    /** How many questions may wait: each costs the peer, which is in trouble, a connection. */
    static final int MAX_WAITING = 8;

    private final List<OpenQuestion> questions = new ArrayList<>();
    private long lastAnswered;
    private long lastFullAnswered;

    /** Has none yet; the first is asked at {@code firstNanos}. */
    QuestionsUnderWay(long firstNanos) {
        this.lastAnswered = firstNanos - 1;
        this.lastFullAnswered = firstNanos - 1;
    }

    void add(OpenQuestion question) {
        questions.add(question);
    }

    /** Returns those of now, which stay while some of them end. */
    List<OpenQuestion> snapshot() {
        return List.copyOf(questions);
    }

    boolean contains(OpenQuestion question) {
        return questions.contains(question);
    }

    void remove(OpenQuestion question) {
        questions.remove(question);
    }

    /** Removes the question that {@code connection} carries; empty where it carries none. */
    Optional<OpenQuestion> take(HttpConnection connection) {
        for (int i = 0; i < questions.size(); i++) {
            if (questions.get(i).connection == connection) {
                return Optional.of(questions.remove(i));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the one to give up before another is asked, where too many wait: the second oldest. The oldest one stays
     * until its patience ends: it is the proof of a silence.
     */
    Optional<OpenQuestion> excess() {
        return questions.size() >= MAX_WAITING ? Optional.of(questions.get(1)) : Optional.empty();
    }

    boolean isEmpty() {
        return questions.isEmpty();
    }

    boolean hasOverdue() {
        for (OpenQuestion each : questions) {
            if (each.overdue) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether none may still be answered in time. */
    boolean allOverdue() {
        for (OpenQuestion each : questions) {
            if (!each.overdue) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether one over a fresh connection may still be answered in time. */
    boolean hasFreshInTime() {
        for (OpenQuestion each : questions) {
            if (each.fresh && !each.overdue) {
                return true;
            }
        }
        return false;
    }

    /** Gives back the time in which this process did not run: nothing could be answered to it. */
    void paused(long now, long delay) {
        for (OpenQuestion each : questions) {
            each.began = each.overdue ? each.began + delay : now;
        }
    }

    /** Takes that {@code question}, which is no longer under way, was answered. */
    void answered(OpenQuestion question) {
        long asked = question.asked.nanos();
        lastAnswered = later(lastAnswered, asked);
        if (question.asked.question() == Question.FULL) {
            lastFullAnswered = later(lastFullAnswered, asked);
        }
    }

    /** Returns whether one was answered that was asked later: a ping does not overtake a full question. */
    boolean isOvertaken(OpenQuestion question) {
        long last = question.asked.question() == Question.FULL ? lastFullAnswered : lastAnswered;
        return last - question.asked.nanos() > 0;
    }

    /** Returns in how many nanoseconds there is something to do for one of them. */
    long dueIn(long now) {
        long next = Long.MAX_VALUE;
        for (OpenQuestion each : questions) {
            next = Math.min(next, each.dueIn(now));
        }
        return next;
    }

    /** Ends each with its connection. */
    void abort() {
        for (OpenQuestion each : questions) {
            each.connection.abort();
        }
        questions.clear();
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
