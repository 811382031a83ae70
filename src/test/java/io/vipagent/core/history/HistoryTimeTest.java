package io.vipagent.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:30:00Z");
    private static final ZoneId ZONE = ZoneId.of("UTC+1");

    @ParameterizedTest
    @CsvSource({
        "2h, 2026-11-28T07:30:00Z",
        "1d, 2026-11-27T09:30:00Z",
        "90s, 2026-11-28T09:28:30Z",
        "03:12, 2026-11-28T02:12:00Z",
        "23:00, 2026-11-27T22:00:00Z",
        "03:12:07.4, 2026-11-28T02:12:07.400Z",
        "2026-11-28, 2026-11-27T23:00:00Z",
        "2026-11-28 03:12, 2026-11-28T02:12:00Z",
        "2026-11-28T03:12:07Z, 2026-11-28T03:12:07Z",
        "2026-11-28T03:12:07+02:00, 2026-11-28T01:12:07Z"
    })
    void isWhatAPersonMeans(String text, Instant expected) {
        assertThat(HistoryTime.parse(text, NOW, ZONE)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "25:00", "2 h", "-2h", "03.12", "2026-13-01", "999999d"})
    void anythingElseIsNone(String text) {
        assertThat(HistoryTime.parse(text, NOW, ZONE)).isEmpty();
    }

    @Test
    void aClockShowsTenths() {
        assertThat(HistoryTime.clock(Instant.parse("2026-11-28T02:12:07.460Z"), ZONE))
                .isEqualTo("03:12:07.4");
    }
}
