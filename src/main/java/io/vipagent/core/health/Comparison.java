package io.vipagent.core.health;

import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.health.ProbeHistory.Newest;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Slow;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.TargetRole;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether another apiserver is known to be better than one that is slow, silent or fails. What all of them share, such
 * as an etcd that hiccups, does not reach them in the same moment, so evidence counts by the time at which a question
 * was asked.
 */
final class Comparison {
    /** The same fault may show at one apiserver this much earlier than at another, and a little. */
    static final Duration SKEW = Duration.ofMillis(550);

    /**
     * What closes fresh connections has a fault of its own, and so need not be waited for as long: a proxy that is
     * reloaded, or a process that is started again, is over it in less.
     */
    static final Duration CLOSED_SKEW = Duration.ofMillis(300);

    /**
     * A process that answers pings lives: what its full answers wait for is shared, and after a second of it may come
     * back to another first, before that one was seen to wait as well.
     */
    static final Duration ALIVE_SKEW = Duration.ofMillis(1650);

    /**
     * Where the other was in trouble too, it may be well again this much earlier, with a round of questions and a
     * little.
     */
    static final Duration RECOVERY_SKEW = Duration.ofSeconds(1);

    /**
     * Another apiserver that was down as well must have been back this long before it counts as better: haproxy needs
     * some checks to find its servers again, and the rest of the cluster is not back either. One that was merely slow
     * was in service all the while.
     */
    static final Duration SETTLE = Duration.ofSeconds(10);

    /**
     * Once this one has been down so long while another was up all along, the other is better whatever single answers
     * were like: what both share would have shown there as well.
     */
    static final Duration LASTING = Duration.ofSeconds(3);

    /** Consecutive passes that are steady. */
    static final int STEADY = 2;

    /** Samples of each that prove that one is slower, before it costs the VIP. */
    static final int PROOF_SAMPLES = 12;

    /** Samples of each that change a weight. */
    static final int WEIGHT_SAMPLES = 4;

    /** Samples are compared where they were asked at the same time, give or take this. */
    static final Duration SAME_TIME = Duration.ofSeconds(2);

    private static final List<Question> QUESTIONS = List.of(Question.values());
    private static final int FULL_WEIGHT = 100;
    private static final int SLOW_WEIGHT = 50;

    private Comparison() {}

    /** Returns the apiservers that {@code own} is compared with: the others, and behind a proxy this node's too. */
    static List<TargetHealth> others(TargetHealth own, List<TargetHealth> all) {
        return all.stream()
                .filter(health -> !health.target().equals(own.target()))
                .filter(health -> health.role() == TargetRole.BACKEND
                        || health.role() == TargetRole.LOCAL && own.role() != TargetRole.LOCAL)
                .toList();
    }

    /** Returns whether anything was ever proven of another node's apiserver. */
    static boolean possible(List<TargetHealth> others) {
        return others.stream()
                .anyMatch(health -> health.role() == TargetRole.BACKEND && !(health.verdict() instanceof Starting));
    }

    /**
     * Returns whether there are other nodes' apiservers, nothing is proven of any of them yet, and one is being looked
     * at for the first time.
     */
    static boolean pending(List<TargetHealth> others) {
        return !possible(others)
                && others.stream().anyMatch(health -> health.role() == TargetRole.BACKEND && health.firstLook());
    }

    /** Returns whether one of {@code others} is known to be better than {@code own} at {@code nowNanos}. */
    static boolean anyBetter(List<TargetHealth> others, TargetHealth own, long nowNanos) {
        return others.stream().anyMatch(other -> better(other, own, nowNanos));
    }

    private static boolean better(TargetHealth other, TargetHealth own, long nowNanos) {
        if (!isUp(other)) {
            return false;
        }
        ProbeHistory history = own.history();
        long trouble = history.troubleNanos().orElse(nowNanos);
        if (!hasSettled(other, trouble, nowNanos)) {
            return false;
        }
        return switch (own.verdict()) {
            case Down down when down.gone() -> other.history().passes();
            case Down down
            when nowNanos - own.sinceNanos() >= LASTING.toNanos() && wasBetterAllAlong(other, trouble) -> true;
            case Down down
            when history.failureNanos().isPresent() -> {
                Duration skew = down.proof() == Proof.CLOSED ? CLOSED_SKEW : SKEW;
                long later = history.failureNanos().getAsLong() + skew.toNanos();
                yield history.stillFails(later) && passes(other, later) >= 1;
            }
            case Down down -> passes(other, trouble + SKEW.toNanos()) >= STEADY;
            case Slow slow
            when !slow.answering() -> {
                Duration skew = history.heardSince(trouble) ? ALIVE_SKEW : SKEW;
                yield passes(other, trouble + skew.toNanos()) >= STEADY;
            }
            default -> slower(own, other, PROOF_SAMPLES, 0);
        };
    }

    private static boolean hasSettled(TargetHealth other, long trouble, long nowNanos) {
        OptionalLong recovery = other.history().recoveryNanos();
        return recovery.isEmpty()
                || recovery.getAsLong() - trouble <= 0
                || nowNanos - recovery.getAsLong() >= SETTLE.toNanos();
    }

    private static boolean wasBetterAllAlong(TargetHealth other, long trouble) {
        return other.sinceNanos() - trouble <= 0 && other.history().passedSince(trouble + SKEW.toNanos());
    }

    private static int passes(TargetHealth other, long nanos) {
        OptionalLong blemish = other.history().blemishNanos();
        long recovered = blemish.orElse(nanos - RECOVERY_SKEW.toNanos()) + RECOVERY_SKEW.toNanos();
        return other.history().steadyPasses(nanos + Math.max(0, recovered - nanos));
    }

    /** Returns whether one of {@code others} is known to be up, so that it answers in time. */
    static boolean anyUp(List<TargetHealth> others) {
        return others.stream().anyMatch(Comparison::isUp);
    }

    private static boolean isUp(TargetHealth health) {
        return health.fresh() && health.verdict() instanceof Up;
    }

    /**
     * Returns whether one of {@code others} is up and clearly faster than {@code own}, by the samples that cost a VIP.
     */
    static boolean anyFaster(List<TargetHealth> others, TargetHealth own) {
        return others.stream().anyMatch(other -> isUp(other) && slower(own, other, PROOF_SAMPLES, 0));
    }

    /**
     * Returns whether {@code own} is clearly slower than {@code other}: every one of its newest samples is longer by
     * the factor and the difference than all but {@code outliers} of the other's, which were asked at the same time.
     */
    private static boolean slower(TargetHealth own, TargetHealth other, int count, int outliers) {
        for (Question question : QUESTIONS) {
            if (slower(question, own, other, count, outliers)) {
                return true;
            }
        }
        return false;
    }

    private static boolean slower(Question question, TargetHealth own, TargetHealth other, int count, int outliers) {
        Optional<Newest> ours = own.history().newest(question, count);
        // Nearly always: who answers fast is slower than nobody, and the other's samples need no look.
        if (ours.isEmpty() || ours.get().latencies().getFirst() < ProbeHistory.CLEAR_DIFFERENCE.toNanos()) {
            return false;
        }
        Optional<Newest> theirs = other.history().newest(question, count);
        return theirs.isPresent() && slower(ours.get(), theirs.get(), count - 1 - outliers);
    }

    private static boolean slower(Newest ours, Newest theirs, int slowestIndex) {
        long fastest = ours.latencies().getFirst();
        long slowest = theirs.latencies().get(slowestIndex);
        return theirs.beginNanos() - ours.beginNanos() >= -SAME_TIME.toNanos()
                && fastest >= ProbeHistory.CLEAR_FACTOR * slowest
                && fastest - slowest >= ProbeHistory.CLEAR_DIFFERENCE.toNanos();
    }

    /**
     * Returns the share of its traffic that {@code own}, which is up or slow, should get: 100, or from 50 down to 1.
     */
    static int weight(List<TargetHealth> others, TargetHealth own, long nowNanos) {
        if (own.verdict() instanceof Slow slow && !slow.answering()) {
            return anyBetter(others, own, nowNanos) ? 1 : SLOW_WEIGHT;
        }
        double share = 1;
        for (TargetHealth other : others) {
            if (isUp(other)) {
                share = Math.min(share, share(own, other));
            }
        }
        int most = share < 1 || own.verdict() instanceof Slow ? SLOW_WEIGHT : FULL_WEIGHT;
        return (int) Math.clamp((long) (FULL_WEIGHT * share), 1, most);
    }

    /** Returns the part of the other's speed that {@code own} has: 1 where it is not known to be slower. */
    private static double share(TargetHealth own, TargetHealth other) {
        double share = 1;
        for (Question question : QUESTIONS) {
            if (slower(question, own, other, WEIGHT_SAMPLES, 1)) {
                share = Math.min(share, ratio(question, own, other));
            }
        }
        // One that goes on answering in time since this one does not needs no samples of the same seconds.
        return own.verdict() instanceof Slow && passes(other, own.sinceNanos()) >= STEADY
                ? Math.min(share, ratio(Question.FULL, own, other))
                : share;
    }

    private static double ratio(Question question, TargetHealth own, TargetHealth other) {
        OptionalLong ours = median(own, question);
        OptionalLong theirs = median(other, question);
        return ours.isEmpty() || theirs.isEmpty()
                ? 1
                : Math.min(1, (double) theirs.getAsLong() / Math.max(1, ours.getAsLong()));
    }

    /** Returns the median of the newest samples. */
    private static OptionalLong median(TargetHealth health, Question question) {
        return health.history()
                .newest(question, WEIGHT_SAMPLES)
                .map(newest -> OptionalLong.of(newest.latencies().get(WEIGHT_SAMPLES / 2)))
                .orElse(OptionalLong.empty());
    }
}
