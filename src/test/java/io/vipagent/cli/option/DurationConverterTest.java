package io.vipagent.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
    private final DurationConverter converter = new DurationConverter();

    @Test
    void readsWhatAConfigurationHas() {
        assertThat(converter.convert("1500ms")).isEqualTo(Duration.ofMillis(1500));
        assertThat(converter.convert("1000h")).isEqualTo(Duration.ofHours(1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001h", "2562048h", "999999999h", "999999999m", "3600001s"})
    void refusesWhatNobodyWaitsFor(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("\"" + text + "\" is longer than 1000h, the limit for a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s", "1", "1d", ""})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> converter.convert(text)).hasMessageContaining("is not a duration");
    }
}
