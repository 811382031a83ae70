package io.vipagent.core.health;

import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Slow;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import java.time.Duration;
import java.util.Locale;

/** The words that people read, the same in every output. */
public final class HealthText {
    private static final int HOURS = 60 * 60;

    private HealthText() {}

    /** Returns up, slow, down, starting or stale. */
    public static String state(TargetHealth health) {
        if (!health.fresh()) {
            return "stale";
        }
        return switch (health.verdict()) {
            case Starting starting -> "starting";
            case Up up -> "up";
            case Slow slow -> "slow";
            case Down down -> "down";
        };
    }

    /** Returns an answer in one line: {@code REASON detail}, or the note of a healthy one. */
    public static String line(Health answer) {
        return switch (answer) {
            case Healthy healthy -> healthy.note();
            case Unhealthy unhealthy -> unhealthy.reason() + " " + unhealthy.detail();
        };
    }

    /** Returns a length of time, short: {@code 340ms}, {@code 12.5s}, {@code 3m05s}, {@code 26h00m}. */
    public static String span(Duration length) {
        long millis = length.toMillis();
        long seconds = length.toSeconds();
        if (millis < 1000) {
            return millis + "ms";
        }
        if (seconds < 60) {
            return seconds + "." + millis % 1000 / 100 + "s";
        }
        return seconds < HOURS
                ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%dh%02dm", seconds / HOURS, seconds % HOURS / 60);
    }
}
