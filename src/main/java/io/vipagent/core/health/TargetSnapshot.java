package io.vipagent.core.health;

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
 */
public record TargetSnapshot(
        Target target,
        Verdict verdict,
        Optional<Outcome> last,
        Optional<ServerCertificate> certificate,
        long lastNanos,
        Instant since,
        long sinceNanos) {
    /** How it stands at {@code nowNanos}: freshness is judged here, at the moment of reading. */
    public TargetHealth health(long nowNanos) {
        boolean fresh = Freshness.of(target.schedule()).isFresh(lastNanos, nowNanos);
        return new TargetHealth(target.name(), target.role(), verdict, fresh);
    }

    /** Whether what is known is knowledge of {@code other}: the same thing is asked, in the same role. */
    public boolean isOf(Target other) {
        return target.role() == other.role() && target.url().equals(other.url());
    }

    /** The same knowledge of a target that is asked in another manner. */
    public TargetSnapshot as(Target other) {
        return new TargetSnapshot(other, verdict, last, certificate, lastNanos, since, sinceNanos);
    }
}
