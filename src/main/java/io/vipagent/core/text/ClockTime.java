package io.vipagent.core.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Times that somebody else wrote, be it a peer or a file. */
public final class ClockTime {
    /** What is expected, as a message says it. */
    public static final String EXPECTED = "a time from 1970 to 9999 such as 2026-01-02T03:04:05Z";

    /**
     * No node's clock is before the one, or after the other; so no arithmetic with times leaves what there is, nor do
     * their milliseconds leave a long.
     */
    private static final Instant MIN_TIME = Instant.EPOCH;

    private static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private ClockTime() {}

    /** Returns the time that {@code text} is, if it is one that a node's clock can show. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(time -> !time.isBefore(MIN_TIME) && !time.isAfter(MAX_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
