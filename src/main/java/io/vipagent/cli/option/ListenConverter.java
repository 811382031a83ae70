package io.vipagent.cli.option;

import io.vipagent.core.text.Durations;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time that a person will wait: 0, or up to a minute. */
public final class ListenConverter implements ITypeConverter<Duration> {
    private static final Duration MAX_DURATION = Duration.ofMinutes(1);

    @Override
    public Duration convert(String value) {
        Optional<Duration> length = value.equals("0") ? Optional.of(Duration.ZERO) : Durations.parse(value);
        return length.filter(given -> given.compareTo(MAX_DURATION) <= 0)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + value + "\" is no time to listen, expected 0, or up to 1m, such as 3500ms or 3s"));
    }
}
