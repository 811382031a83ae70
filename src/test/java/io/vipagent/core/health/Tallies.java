package io.vipagent.core.health;

/** Tallies for tests. */
public final class Tallies {
    private Tallies() {}

    /** So many full questions in a row that passed. */
    public static Tally passes(int length) {
        return new Tally(length, length, 0, 0, 0, 0);
    }

    /** So many full questions in a row that failed. */
    public static Tally failures(int length) {
        return new Tally(0, 0, length, 0, 0, 0);
    }
}
