package io.vipagent.core.health;

import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;

/**
 * A target as it stands at the moment of reading.
 *
 * @param fresh whether the newest outcome is young enough to be believed
 */
public record TargetHealth(String target, TargetRole role, Verdict verdict, boolean fresh) {
    /** What an output says of this target: unknown is down. */
    public Health answer() {
        if (!fresh) {
            return new Health.Unhealthy(Reason.STALE, target + ": no outcome in time");
        }
        return switch (verdict) {
            case Starting starting ->
                new Health.Unhealthy(Reason.STARTING, target + ": " + progress(starting.streak()));
            case Up up -> new Health.Healthy(target + ": up");
            case Down down -> new Health.Unhealthy(down.reason(), target + ": " + down.detail());
        };
    }

    /**
     * Whether it is known, not just feared, that the target does not serve: its newest probe failed, or it is proven down
     * and what has passed since does not prove it up yet.
     */
    public boolean knownToFail() {
        return fresh && (verdict instanceof Down || verdict.streak().failures() > 0);
    }

    /** Whether {@code fall} failures have proven it down and the proof is fresh. */
    public boolean provenDown() {
        return fresh && verdict instanceof Down;
    }

    private static String progress(Streak streak) {
        return streak.equals(Streak.NONE)
                ? "not probed yet"
                : streak.passes() + " passed, " + streak.failures() + " failed in a row so far";
    }
}
