package io.vipagent.core.health;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest questions to a target, and what came of them: that by which targets are compared. Times are monotonic.
 *
 * @param samples the newest questions, at most {@link #MAX_SAMPLES} of each kind, the newest last
 * @param troubleNanos when the first question was asked that did not pass, since the target was last well
 * @param failureNanos when the first wrong answer came, since the target was last well
 * @param blemishNanos when it last became known that a question did not pass, or took far longer than they do
 * @param answerNanos when the last answer of any kind came
 * @param fullAnswerNanos when the last answer to a full question came
 * @param recoveryNanos when the target last ceased to be down
 */
public record ProbeHistory(
        List<Sample> samples,
        OptionalLong troubleNanos,
        OptionalLong failureNanos,
        OptionalLong blemishNanos,
        OptionalLong answerNanos,
        OptionalLong fullAnswerNanos,
        OptionalLong recoveryNanos) {
    /** Nothing was asked yet. */
    public static final ProbeHistory NONE = new ProbeHistory(
            List.of(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    /** Nothing may have been wrong for so long before a target is asked seldomer. */
    static final Duration CALM = Duration.ofSeconds(5);

    /** What takes this many times as long as something else, and longer by the difference, is slower. */
    static final int CLEAR_FACTOR = 2;

    /** What is not longer by this is not slower. */
    static final Duration CLEAR_DIFFERENCE = Duration.ofMillis(100);

    /**
     * Twice what the comparison needs. Of each kind: full questions are rare, and what they proved must not be forgotten
     * for the pings between them.
     */
    static final int MAX_SAMPLES = 24;

    /** What took longer than it should, longer ago than this, disturbs no rest. */
    static final Duration QUICK = Duration.ofSeconds(10);

    private static final List<Phase> CONNECTING = List.of(Phase.RESOLVE, Phase.CONNECT, Phase.TLS);

    /** What came of one question. */
    public enum Result {
        /** The expected answer, in time. */
        PASSED,
        /** The expected answer, late. */
        LATE,
        /** No answer so far. */
        OVERDUE,
        /** A wrong answer, or none until the patience ended. */
        FAILED
    }

    /**
     * One question.
     *
     * @param latencyNanos until the answer, without the time that it took to connect where that was necessary, or how
     *     long it has been waited for
     */
    public record Sample(Asked asked, long latencyNanos, Result result) {}

    /**
     * Returns whether {@code outcome} is news. Silence is none where the target was heard since the question was asked:
     * one lost packet proves nothing. An answer to a ping is no answer to a full question.
     */
    boolean believes(Asked asked, Outcome outcome) {
        if (!(outcome instanceof Failed failed) || failed.proof() != Proof.SILENCE) {
            return true;
        }
        OptionalLong heard = asked.question() == Question.FULL ? fullAnswerNanos : answerNanos;
        return heard.isEmpty() || heard.getAsLong() - asked.nanos() < 0;
    }

    /**
     * Returns the history with one more outcome.
     *
     * @param nanos when it became known
     * @param well whether the target is well with this outcome: proven up, by a full answer in time
     */
    ProbeHistory next(Asked asked, Outcome outcome, long nanos, boolean well) {
        boolean passed = outcome instanceof Passed;
        boolean heard = switch (outcome) {
            case Passed pass -> true;
            case Late late -> true;
            case Overdue overdue -> false;
            case Failed failed -> failed.proof() != Proof.SILENCE;
        };
        OptionalLong now = OptionalLong.of(nanos);
        boolean wrong = outcome instanceof Failed failed && failed.proof() != Proof.SILENCE;
        return new ProbeHistory(
                samples(new Sample(asked, latency(asked, outcome, nanos), result(outcome))),
                well ? OptionalLong.empty() : or(troubleNanos, !passed, asked.nanos()),
                well ? OptionalLong.empty() : or(failureNanos, wrong, nanos),
                passed && !sluggish(asked, outcome) ? blemishNanos : now,
                heard ? now : answerNanos,
                heard && asked.question() == Question.FULL ? now : fullAnswerNanos,
                recoveryNanos);
    }

    /** Returns the same where it became known at {@code nanos} that not all is well. */
    ProbeHistory blemished(long nanos) {
        return new ProbeHistory(
                samples,
                troubleNanos,
                failureNanos,
                OptionalLong.of(nanos),
                answerNanos,
                fullAnswerNanos,
                recoveryNanos);
    }

    /** Returns the same where the target ceased to be down at {@code nanos}. */
    ProbeHistory recovered(long nanos) {
        return new ProbeHistory(
                samples,
                troubleNanos,
                failureNanos,
                blemishNanos,
                answerNanos,
                fullAnswerNanos,
                OptionalLong.of(nanos));
    }

    /**
     * Returns whether a full answer in time took far longer than they do here: it may have waited for the same as
     * others wait for, and have come just as that ended.
     */
    private boolean sluggish(Asked asked, Outcome outcome) {
        long latency = outcome.phases().nanos(Phase.TOTAL).orElse(0);
        return asked.question() == Question.FULL
                && latency >= CLEAR_DIFFERENCE.toNanos()
                && latency >= CLEAR_FACTOR * medianNanos().orElse(latency);
    }

    /**
     * A target in trouble is asked over fresh connections, and others over those that are kept: what connecting costs
     * a busy node must not make its apiserver slower than theirs.
     */
    private static long latency(Asked asked, Outcome outcome, long nanos) {
        OptionalLong total = outcome.phases().nanos(Phase.TOTAL);
        if (total.isEmpty()) {
            return nanos - asked.nanos();
        }
        long connecting = 0;
        for (Phase phase : CONNECTING) {
            connecting += outcome.phases().nanos(phase).orElse(0);
        }
        return total.getAsLong() - connecting;
    }

    private static OptionalLong or(OptionalLong known, boolean begins, long nanos) {
        return known.isEmpty() && begins ? OptionalLong.of(nanos) : known;
    }

    /** A question that was overdue is not there twice. */
    private List<Sample> samples(Sample sample) {
        List<Sample> next = new ArrayList<>(samples);
        next.removeIf(
                before -> before.result() == Result.OVERDUE && before.asked().equals(sample.asked()));
        next.add(sample);
        dropOldest(next, sample.asked().question());
        return List.copyOf(next);
    }

    private static void dropOldest(List<Sample> samples, Question question) {
        int first = -1;
        int count = 0;
        for (int i = samples.size() - 1; i >= 0; i--) {
            if (samples.get(i).asked().question() == question) {
                first = i;
                count++;
            }
        }
        if (count > MAX_SAMPLES) {
            samples.remove(first);
        }
    }

    private static Result result(Outcome outcome) {
        return switch (outcome) {
            case Passed passed -> Result.PASSED;
            case Overdue overdue -> Result.OVERDUE;
            case Late late -> Result.LATE;
            case Failed failed -> Result.FAILED;
        };
    }

    /**
     * Returns whether all is well here: for some time every question has passed, and none took so long that it could
     * count as slower than another apiserver's.
     */
    boolean calm(long nowNanos) {
        boolean unblemished = troubleNanos.isEmpty()
                && (blemishNanos.isEmpty() || nowNanos - blemishNanos.getAsLong() >= CALM.toNanos());
        return unblemished && !samples.isEmpty() && quick(nowNanos);
    }

    /** Returns whether nothing was clearly slow lately. A loop: it is asked of every target with each answer of one. */
    private boolean quick(long nowNanos) {
        for (Sample sample : samples) {
            if (sample.latencyNanos() >= CLEAR_DIFFERENCE.toNanos()
                    && nowNanos - sample.asked().nanos() < QUICK.toNanos()) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the newest question passed. */
    boolean passes() {
        return !samples.isEmpty() && samples.getLast().result() == Result.PASSED;
    }

    /** Returns whether anything was answered after {@code nanos}. */
    boolean heardSince(long nanos) {
        return answerNanos.isPresent() && answerNanos.getAsLong() - nanos > 0;
    }

    /**
     * Returns how many full questions passed that were asked at {@code nanos} or later, with nothing bad between or
     * since that is still known: that of a ping may be forgotten, and {@link #blemishNanos} is not.
     */
    int steadyPasses(long nanos) {
        int passes = 0;
        for (int i = samples.size() - 1; i >= 0 && samples.get(i).result() == Result.PASSED; i--) {
            Asked asked = samples.get(i).asked();
            if (asked.question() == Question.FULL && asked.nanos() - nanos >= 0) {
                passes++;
            }
        }
        return passes;
    }

    /** Returns whether a full question passed that was asked at {@code nanos} or later, whatever came between. */
    boolean passedSince(long nanos) {
        return samples.stream()
                .anyMatch(sample -> sample.result() == Result.PASSED
                        && sample.asked().question() == Question.FULL
                        && sample.asked().nanos() - nanos >= 0);
    }

    /** Returns whether the newest full question failed, and was asked at {@code nanos} or later. */
    boolean stillFails(long nanos) {
        return samples.reversed().stream()
                .filter(sample -> sample.asked().question() == Question.FULL)
                .findFirst()
                .filter(sample ->
                        sample.result() != Result.PASSED && sample.asked().nanos() - nanos >= 0)
                .isPresent();
    }

    /**
     * The newest questions of one kind that did not fail.
     *
     * @param beginNanos when the first of them was asked
     * @param latencies in ascending order
     */
    record Newest(long beginNanos, List<Long> latencies) {}

    /** Returns the newest {@code count} questions of this kind that did not fail; empty where there are not so many. */
    Optional<Newest> newest(Question question, int count) {
        List<Long> latencies = new ArrayList<>(count);
        for (int i = samples.size() - 1; i >= 0; i--) {
            Sample sample = samples.get(i);
            if (sample.asked().question() == question && sample.result() != Result.FAILED) {
                latencies.add(sample.latencyNanos());
                if (latencies.size() == count) {
                    Collections.sort(latencies);
                    return Optional.of(new Newest(sample.asked().nanos(), latencies));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the median latency of the full questions that did not fail; empty before the first. */
    public OptionalLong medianNanos() {
        return quantile(2);
    }

    /** Returns the distance between the quartiles of the same latencies. */
    public OptionalLong spreadNanos() {
        OptionalLong upper = quantile(3);
        return upper.isEmpty()
                ? upper
                : OptionalLong.of(upper.getAsLong() - quantile(1).getAsLong());
    }

    private OptionalLong quantile(int quarter) {
        List<Long> sorted = samples.stream()
                .filter(sample -> sample.asked().question() == Question.FULL && sample.result() != Result.FAILED)
                .map(Sample::latencyNanos)
                .sorted()
                .toList();
        return sorted.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sorted.get((sorted.size() - 1) * quarter / 4));
    }
}
