package io.vipagent.cli.option;

import io.vipagent.core.text.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time on the command line as the configuration does. */
public final class DurationConverter implements ITypeConverter<Duration> {
    /** Nothing that a command waits for takes longer; what a verb allows may be less. */
    private static final Duration MAX = Duration.ofHours(1000);

    @Override
    public Duration convert(String text) {
        Duration length = Durations.parse(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is not a duration; expected a number with ms, s, m or h, such as 1500ms"));
        if (!isInBounds(length)) {
            throw new TypeConversionException("\"" + text + "\" is longer than 1000h, the limit for a duration");
        }
        return length;
    }

    /** Returns whether an option may be given as {@code length}. */
    public static boolean isInBounds(Duration length) {
        return length.isPositive() && length.compareTo(MAX) <= 0;
    }
}
