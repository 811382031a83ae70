package io.vipagent.tools.conf.haproxy;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as haproxy writes them: milliseconds where no unit is given. */
final class Times {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(us|ms|s|m|h|d|)");

    /** haproxy refuses what is longer; a product of such times and numbers of checks would be no duration. */
    private static final Duration MAX = Duration.ofMillis(Integer.MAX_VALUE);

    private Times() {}

    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration length = switch (matcher.group(2)) {
            case "us" -> Duration.ofNanos(number * 1000);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofMillis(number);
        };
        return Optional.of(length.compareTo(MAX) > 0 ? MAX : length);
    }
}
