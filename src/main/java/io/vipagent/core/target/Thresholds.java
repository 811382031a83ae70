package io.vipagent.core.target;

/**
 * How many consecutive equal outcomes turn a verdict.
 *
 * @param rise passes that prove a target up, at least 1
 * @param fall failures that prove it down, at least 1
 */
public record Thresholds(int rise, int fall) {
    /** Returns the thresholds of a target's schedule. */
    public static Thresholds of(ProbeSchedule schedule) {
        return new Thresholds(schedule.rise(), schedule.fall());
    }
}
