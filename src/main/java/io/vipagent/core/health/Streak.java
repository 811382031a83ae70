package io.vipagent.core.health;

/**
 * Counts consecutive equal outcomes.
 *
 * @param passing which ones
 * @param length how many; 0 only before the first outcome
 */
public record Streak(boolean passing, int length) {
    /** There is no outcome yet. */
    public static final Streak NONE = new Streak(false, 0);

    /** Returns this streak with one more outcome, which may end it and begin another. Stays at the largest int. */
    public Streak next(boolean passed) {
        if (passed != passing) {
            return new Streak(passed, 1);
        }
        return length == Integer.MAX_VALUE ? this : new Streak(passing, length + 1);
    }

    /** Returns how many outcomes at the end are consecutive passes. */
    public int passes() {
        return passing ? length : 0;
    }

    /** Returns how many outcomes at the end are consecutive failures. */
    public int failures() {
        return passing ? 0 : length;
    }
}
