package io.vipagent.core.health;

/** Tallies for tests. */
public final class Tallies {
    private Tallies() {}

    /** So many consecutive full questions that passed. */
    public static Tally passes(int length) {
        return new Tally(length, length, 0, 0, 0, 0);
    }

    /** So many consecutive full questions that failed. */
    public static Tally failures(int length) {
        return new Tally(0, 0, length, 0, 0, 0);
    }
}
