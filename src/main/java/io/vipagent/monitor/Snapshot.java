package io.vipagent.monitor;

import io.vipagent.check.Outcome;
import io.vipagent.check.PeerCertificate;
import io.vipagent.check.Target;
import io.vipagent.verdict.Freshness;
import io.vipagent.verdict.Standing;
import io.vipagent.verdict.Verdict;
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
public record Snapshot(
        Target target,
        Verdict verdict,
        Optional<Outcome> last,
        Optional<PeerCertificate> certificate,
        long lastNanos,
        Instant since,
        long sinceNanos) {
    /** How it stands at {@code nowNanos}: freshness is judged here, at the moment of reading. */
    public Standing standing(long nowNanos) {
        boolean fresh = Freshness.of(target.cadence()).isFresh(lastNanos, nowNanos);
        return new Standing(target.name(), target.role(), verdict, fresh);
    }

    /** Whether what is known is knowledge of {@code other}: the same thing is asked, in the same role. */
    boolean isOf(Target other) {
        return target.role() == other.role() && target.url().equals(other.url());
    }

    /** The same knowledge of a target that is asked in another manner. */
    Snapshot as(Target other) {
        return new Snapshot(other, verdict, last, certificate, lastNanos, since, sinceNanos);
    }
}
