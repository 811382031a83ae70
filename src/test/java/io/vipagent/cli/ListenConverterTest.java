package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.cli.DoctorCommand.ListenConverter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ListenConverterTest {
    private final ListenConverter converter = new ListenConverter();

    @Test
    void readsWhatAPersonWillWait() {
        assertThat(converter.convert("0")).isEqualTo(Duration.ZERO);
        assertThat(converter.convert("0s")).isEqualTo(Duration.ZERO);
        assertThat(converter.convert("3500ms")).isEqualTo(Duration.ofMillis(3500));
        assertThat(converter.convert("60s")).isEqualTo(Duration.ofMinutes(1));
        assertThat(converter.convert("1m")).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"60001ms", "61s", "2m", "-1s", "-0", "3", "soon", "", "1h", "1.5s", "9999999999s"})
    void saysWhatItExpectsInsteadOfAnythingElse(String value) {
        assertThatThrownBy(() -> converter.convert(value))
                .isExactlyInstanceOf(TypeConversionException.class)
                .hasMessage("\"" + value + "\" is no time to listen, expected 0, or up to 1m, such as 3500ms or 3s");
    }
}
