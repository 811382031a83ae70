package io.vipagent.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.platform.time.HandTicker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest events, read seldom. */
class RecentHistoryTest {
    @TempDir
    private Path directory;

    private final HandTicker ticker = new HandTicker();

    @Test
    void keepsTheNewestAndReadsSeldom() throws IOException {
        RecentHistory history = new RecentHistory(directory, ticker);
        assertThat(history.events()).isEmpty();
        try (HistoryFile file = new HistoryFile(directory, HistoryFile.DEFAULT_MAX_BYTES)) {
            file.append(IntStream.range(0, RecentHistory.MAX_EVENTS + 10)
                    .mapToObj(RecentHistoryTest::event)
                    .toList());
        }
        assertThat(history.events()).isEmpty();
        ticker.advance(RecentHistory.MAX_AGE);
        List<HistoryEvent> events = history.events();
        assertThat(events).hasSize(RecentHistory.MAX_EVENTS);
        assertThat(events.getLast()).isEqualTo(event(RecentHistory.MAX_EVENTS + 9));
        assertThat(history.events()).isSameAs(events);
    }

    private static HistoryEvent event(int number) {
        return new HistoryEvent(Instant.EPOCH.plusSeconds(number), "cp1", EventKind.VERDICT, "local", "up", "x");
    }
}
