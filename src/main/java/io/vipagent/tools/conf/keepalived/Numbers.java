package io.vipagent.tools.conf.keepalived;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as they are written; none where it is something else. */
final class Numbers {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,9}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{0,9})?|\\.[0-9]{1,9}");
    private static final double NANOS = 1e9;

    private Numbers() {}

    static Optional<Integer> integer(String text) {
        return INTEGER.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    static Optional<Duration> seconds(String text) {
        return SECONDS.matcher(text).matches()
                ? Optional.of(Duration.ofNanos(Math.round(Double.parseDouble(text) * NANOS)))
                : Optional.empty();
    }
}
