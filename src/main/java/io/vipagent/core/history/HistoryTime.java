package io.vipagent.core.history;

import io.vipagent.core.text.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The moments that a person names: 2h (ago), 03:12, 03:12:07.4, 2026-01-02, 2026-01-02 03:12, 2026-01-02T03:12:07Z. */
public final class HistoryTime {
    /** What is expected, as a message says it. */
    public static final String EXPECTED =
            "a time such as 2h (ago), 03:12, 03:12:07, 2026-01-02 03:12 or 2026-01-02T03:12:07Z";

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.S", Locale.ROOT);

    private static final Pattern LONG_AGO = Pattern.compile("([0-9]{1,5})([hd])");

    private HistoryTime() {}

    /**
     * Returns the moment that {@code text} names. A time of day is the last such moment before {@code now}.
     *
     * @param zone where the person who asks lives
     * @return empty where {@code text} is no such time
     */
    public static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
        String given = text.strip();
        return ago(given)
                .map(now::minus)
                .or(() -> attempt(() -> Instant.parse(given)))
                .or(() -> attempt(() -> ZonedDateTime.parse(given).toInstant()))
                .or(() -> attempt(() -> lastBefore(LocalTime.parse(given), now, zone)))
                .or(() -> attempt(() -> LocalDateTime.parse(given.replace(' ', 'T'))
                        .atZone(zone)
                        .toInstant()))
                .or(() ->
                        attempt(() -> LocalDate.parse(given).atStartOfDay(zone).toInstant()));
    }

    /** Returns {@code at} as a clock on the wall shows it, to a tenth of a second. */
    public static String clock(Instant at, ZoneId zone) {
        return CLOCK.format(at.atZone(zone));
    }

    /** Durations end with minutes: here people ask for hours and days too. */
    private static Optional<Duration> ago(String given) {
        Matcher matcher = LONG_AGO.matcher(given);
        if (!matcher.matches()) {
            return Durations.parse(given);
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(matcher.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number));
    }

    private static Instant lastBefore(LocalTime time, Instant now, ZoneId zone) {
        Instant today = now.atZone(zone).toLocalDate().atTime(time).atZone(zone).toInstant();
        return today.isAfter(now)
                ? now.atZone(zone)
                        .toLocalDate()
                        .minusDays(1)
                        .atTime(time)
                        .atZone(zone)
                        .toInstant()
                : today;
    }

    @FunctionalInterface
    private interface Reading {
        Instant read();
    }

    private static Optional<Instant> attempt(Reading reading) {
        try {
            return Optional.of(reading.read());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
