package io.vipagent.core.health;

import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Thresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one target, immutable.
 *
 * @param last the newest outcome
 * @param certificate the one that was last shown, also where later probes did not come so far
 * @param lastNanos when it came, monotonic; the start of the agent before that
 * @param since when the verdict last changed its kind
 * @param sinceNanos the same moment, monotonic
 * @param history of its questions
 */
public record TargetSnapshot(
        Target target,
        Verdict verdict,
        Optional<Outcome> last,
        Optional<ServerCertificate> certificate,
        long lastNanos,
        Instant since,
        long sinceNanos,
        ProbeHistory history) {
    /** From the start of an agent, or a reload, to its first question, and from the last answer to the verdict. */
    static final Duration FIRST_LOOK_MARGIN = Duration.ofSeconds(1);

    /** Returns a target of which nothing is known at this moment. */
    public static TargetSnapshot unknown(Target target, long nanos, Instant wall) {
        return new TargetSnapshot(
                target, Verdict.unknown(), Optional.empty(), Optional.empty(), nanos, wall, nanos, ProbeHistory.NONE);
    }

    /**
     * Returns what is known with one more outcome, which became known at {@code nanos}; {@code wall} is the same
     * moment.
     */
    public TargetSnapshot after(Asked asked, Outcome outcome, long nanos, Instant wall) {
        if (!history.believes(asked, outcome)) {
            return new TargetSnapshot(target, verdict, last, certificate, nanos, since, sinceNanos, history);
        }
        // Another node's apiserver is compared with: to forget that there is one would leave nothing to hold by.
        boolean remembers = target.role() == TargetRole.BACKEND || health(nanos).fresh();
        Verdict known = remembers ? verdict : verdict.afterGap(outcome);
        Verdict next = known.after(asked.question(), outcome, Thresholds.of(target.schedule()));
        boolean turned = next.getClass() != verdict.getClass();
        boolean well = next instanceof Up && outcome.passed() && asked.question() == Question.FULL;
        ProbeHistory told = history.next(asked, outcome, nanos, well);
        if (verdict instanceof Down && !(next instanceof Down)) {
            told = told.recovered(nanos);
        }
        return new TargetSnapshot(
                target,
                next,
                Optional.of(outcome),
                outcome.certificate().or(this::certificate),
                nanos,
                turned ? wall : since,
                turned ? nanos : sinceNanos,
                overran(outcome) ? told.blemished(nanos) : told);
    }

    /**
     * Returns whether it passed and yet took longer than the timeout: then this process did not run for a while, and
     * what the target went through meanwhile is not known.
     */
    private boolean overran(Outcome outcome) {
        return outcome.passed()
                && outcome.phases().nanos(Phase.TOTAL).orElse(0)
                        > target.schedule().timeout().toNanos();
    }

    /** Returns the same knowledge where this process did not run for {@code pauseNanos} since the newest outcome. */
    public TargetSnapshot paused(long pauseNanos) {
        return pauseNanos == 0
                ? this
                : new TargetSnapshot(
                        target, verdict, last, certificate, lastNanos + pauseNanos, since, sinceNanos, history);
    }

    /** Returns how it stands at {@code nowNanos}: freshness is judged here, at the moment of reading. */
    public TargetHealth health(long nowNanos) {
        boolean fresh = Freshness.of(target.schedule()).isFresh(lastNanos, nowNanos);
        return new TargetHealth(target.name(), target.role(), verdict, fresh, firstLook(nowNanos), sinceNanos, history);
    }

    /** An apiserver that is slow, or silent, is known to be so after its patience. */
    private boolean firstLook(long nowNanos) {
        Duration length = target.schedule().patience().plus(FIRST_LOOK_MARGIN);
        return verdict instanceof Starting && nowNanos - sinceNanos < length.toNanos();
    }

    /** Returns whether what is known is knowledge of {@code other}: the same thing is asked, in the same role. */
    public boolean isOf(Target other) {
        return target.role() == other.role() && target.url().equals(other.url());
    }

    /** Returns the same knowledge of a target that is asked in another manner. */
    public TargetSnapshot as(Target other) {
        return new TargetSnapshot(other, verdict, last, certificate, lastNanos, since, sinceNanos, history);
    }
}
