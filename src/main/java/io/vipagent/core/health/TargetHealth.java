package io.vipagent.core.health;

import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Slow;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.TargetRole;

/**
 * A target as it stands at the moment of reading.
 *
 * @param fresh whether the newest outcome is young enough to be believed
 * @param firstLook whether nothing is proven of it yet, and its first questions may still be answered
 * @param sinceNanos when the verdict last changed its kind, monotonic
 * @param history by which it is compared with others
 */
public record TargetHealth(
        String target,
        TargetRole role,
        Verdict verdict,
        boolean fresh,
        boolean firstLook,
        long sinceNanos,
        ProbeHistory history) {
    /** Returns what an output says of this target alone: unknown is down, slow is not. */
    public Health answer() {
        if (!fresh) {
            return new Health.Unhealthy(Reason.STALE, target + ": no outcome in time");
        }
        return switch (verdict) {
            case Starting starting ->
                new Health.Unhealthy(Reason.STARTING, target + ": " + progress(starting.streak()));
            case Up up -> new Health.Healthy(target + ": up");
            case Slow slow -> new Health.Healthy(slowness(slow));
            case Down down -> new Health.Unhealthy(down.reason(), target + ": " + down.detail());
        };
    }

    /** Returns whether nothing is known: no verdict yet, or one that is too old. */
    public boolean unknown() {
        return !fresh || verdict instanceof Starting;
    }

    /** Returns what there is to say where this target is slow, as a reason to prefer another. */
    Health.Unhealthy tooSlow() {
        return new Health.Unhealthy(
                Reason.SLOW, verdict instanceof Slow slow ? slowness(slow) : target + ": slower than another");
    }

    private String slowness(Slow slow) {
        return target + ": slow, "
                + (slow.answering()
                        ? "answers late"
                        : "no answer to " + slow.tally().unanswered() + " questions so far");
    }

    private static String progress(Streak streak) {
        return streak.equals(Streak.NONE)
                ? "not probed yet"
                : streak.passes() + " passed, " + streak.failures() + " failed consecutively so far";
    }
}
