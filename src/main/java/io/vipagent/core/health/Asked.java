package io.vipagent.core.health;

import org.jspecify.annotations.Nullable;

/**
 * One question that was put to a target. Outcomes of the same question carry the same value.
 *
 * @param nanos when the question was begun, the connection to it included; monotonic
 * @param fresh whether a connection was opened for it
 */
public record Asked(Question question, long nanos, boolean fresh) {
    /** Creates a question over a connection that was kept. */
    public Asked(Question question, long nanos) {
        this(question, nanos, false);
    }

    /** Returns the question for the target's own URL, asked at {@code nanos}. */
    public static Asked full(long nanos) {
        return new Asked(Question.FULL, nanos);
    }

    /** Returns the question for the cheap path, asked at {@code nanos}. */
    public static Asked ping(long nanos) {
        return new Asked(Question.PING, nanos);
    }

    // By hand, as in Target.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Asked that && nanos == that.nanos && question == that.question && fresh == that.fresh;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(nanos);
    }
}
