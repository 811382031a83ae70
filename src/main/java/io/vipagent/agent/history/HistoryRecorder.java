package io.vipagent.agent.history;

import io.vipagent.core.history.EventKind;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes events from any thread and never makes one wait: a thread of its own writes them. Where the disk is full or the
 * queue is, events are lost and counted, and the history says so once it can be written again.
 */
public final class HistoryRecorder implements AutoCloseable {
    private static final int MAX_WAITING = 1024;
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    /** Wakes the writer up to end: an interrupt would close the file in the middle of a write. */
    private static final HistoryEvent END = new HistoryEvent(Instant.EPOCH, "", EventKind.STOP, "", "", "");

    private final String node;
    private final Ticker ticker;
    private final HistoryFile file;
    private final Consumer<String> warnings;
    private final BlockingQueue<HistoryEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer;
    private volatile boolean closing;
    private boolean failing;

    /**
     * Begins to write to {@code file}.
     *
     * @param warnings hears, in one line, that the file cannot be written, once until it can be again
     */
    public HistoryRecorder(String node, Ticker ticker, HistoryFile file, Consumer<String> warnings) {
        this.node = node;
        this.ticker = ticker;
        this.file = file;
        this.warnings = warnings;
        this.writer = Thread.ofPlatform().daemon().name("history").start(this::write);
    }

    /** Keeps an event of this moment. Never waits. */
    public void record(EventKind kind, String subject, String state, String text) {
        record(kind, subject, state, text, Map.of());
    }

    /** Keeps an event of this moment with what was measured. Never waits. */
    public void record(EventKind kind, String subject, String state, String text, Map<String, String> fields) {
        if (!waiting.offer(new HistoryEvent(ticker.wall(), node, kind, subject, state, text, fields))) {
            lost.incrementAndGet();
        }
    }

    /** Returns how many events were lost since the start: no room in the queue, or a disk that is full or read-only. */
    public long lost() {
        return lost.get();
    }

    /** Writes what waits, for half a second at most, and ends. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        // Where there is no room the writer is awake.
        waiting.offer(END);
        writer.join(CLOSE_TIMEOUT);
    }

    private void write() {
        long told = 0;
        List<HistoryEvent> batch = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                break;
            }
            waiting.drainTo(batch);
            batch.removeIf(event -> event == END);
            told = write(batch, told);
        }
        file.close();
    }

    /** Writes a batch; how many lost events the file tells of by then. */
    private long write(List<HistoryEvent> batch, long told) {
        long missing = lost.get();
        try {
            if (missing > told) {
                file.append(List.of(new HistoryEvent(
                        ticker.wall(),
                        node,
                        EventKind.LOST,
                        "",
                        Long.toString(missing - told),
                        (missing - told) + " events could not be written")));
            }
            file.append(batch);
            failing = false;
            return missing;
        } catch (IOException | RuntimeException e) {
            lost.addAndGet(batch.size());
            if (!failing) {
                warnings.accept("the history cannot be written, and events are lost: "
                        + (e instanceof IOException io ? IoErrors.of(io) : e.toString()));
            }
            failing = true;
            return told;
        }
    }
}
