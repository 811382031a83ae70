package io.vipagent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths of time in the one form that the configuration, the options and the log share. */
class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0ms, 0",
        "0s, 0",
        "1ms, 1",
        "500ms, 500",
        "1500ms, 1500",
        "1s, 1000",
        "' 2s ', 2000",
        "90s, 90000",
        "1m, 60000",
        "010s, 10000",
        "1h, 3600000",
        "999999999m, 59999999940000"
    })
    void reads(String text, long millis) {
        assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "s",
                "ms",
                "-1s",
                "+1s",
                "1.5s",
                "1 s",
                "1S",
                "1H",
                "1d",
                "1us",
                "1sec",
                "PT1S",
                "1s500ms",
                "1000000000s",
                "\u0661s",
                "1s\n2s"
            })
    void readsNothingElse(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "999, 999ms",
        "1000, 1s",
        "1500, 1500ms",
        "59000, 59s",
        "60000, 1m",
        "61000, 61s",
        "60500, 60500ms",
        "3600000, 60m"
    })
    void writesTheShortestForm(long millis, String text) {
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
        assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
    }
}
