package io.vipagent.cli.option;

import io.vipagent.core.text.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time on the command line as the configuration does. */
public final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return Durations.parse(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is not a duration; expected a number with ms, s, m or h, such as 1500ms"));
    }
}
