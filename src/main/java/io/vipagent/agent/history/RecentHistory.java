package io.vipagent.agent.history;

import io.vipagent.core.history.HistoryEvent;
import io.vipagent.platform.time.Ticker;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The newest events for those who look again and again: the file is read at most once in a few seconds, however many
 * browsers ask.
 */
public final class RecentHistory {
    /** The most events that are kept. */
    static final int MAX_EVENTS = 500;

    /** How old an answer may be. */
    static final Duration MAX_AGE = Duration.ofSeconds(4);

    private final Path directory;
    private final Ticker ticker;
    private List<HistoryEvent> newest = List.of();
    private long readNanos;

    /** Creates the history in {@code directory}. */
    public RecentHistory(Path directory, Ticker ticker) {
        this.directory = directory;
        this.ticker = ticker;
        this.readNanos = ticker.nanos() - MAX_AGE.toNanos();
    }

    /** Returns the newest events, oldest first. Where the file cannot be read, those of before. */
    public synchronized List<HistoryEvent> events() {
        long now = ticker.nanos();
        if (now - readNanos >= MAX_AGE.toNanos()) {
            readNanos = now;
            try {
                List<HistoryEvent> all = HistoryFile.read(directory, HistoryFile.DEFAULT_MAX_BYTES)
                        .events();
                newest = List.copyOf(all.subList(Math.max(0, all.size() - MAX_EVENTS), all.size()));
            } catch (UncheckedIOException e) {
                // The page lives without it; the recorder says what is wrong with the file.
                return newest;
            }
        }
        return newest;
    }
}
