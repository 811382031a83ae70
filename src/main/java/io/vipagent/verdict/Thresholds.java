package io.vipagent.verdict;

import io.vipagent.check.Cadence;

/**
 * How many equal outcomes in a row turn a verdict.
 *
 * @param rise passes that prove a target up, at least 1
 * @param fall failures that prove it down, at least 1
 */
public record Thresholds(int rise, int fall) {
    /** Those of a target's cadence. */
    public static Thresholds of(Cadence cadence) {
        return new Thresholds(cadence.rise(), cadence.fall());
    }
}
