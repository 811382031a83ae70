package io.vipagent.agent.keepalived;

import io.vipagent.core.protocol.NotifyLine;
import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.Ignored;
import io.vipagent.core.protocol.NotifyLine.MalformedLine;
import io.vipagent.core.protocol.NotifyLine.PriorityChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Reads keepalived's {@code notify_fifo} or {@code vrrp_notify_fifo}. keepalived keeps it open for reading too, so what
 * it writes while no agent reads waits there, up to 64 KiB, and comes as old events at the start: the last one of an
 * instance counts. It removes a FIFO at its end that it made itself (lib/notify.c), so the path is looked at by
 * {@link #housekeep}.
 */
public final class NotifyFifo implements AutoCloseable {
    private final Path path;
    private final FifoMaker maker;
    private final Consumer<Event> events;
    private final Consumer<PriorityChange> priorities;
    private final Consumer<String> warnings;

    private Optional<FifoReader> reader = Optional.empty();
    private String problem = "";
    private boolean closed;
    private boolean movedBefore;
    private long readsBefore;

    private final AtomicLong malformed = new AtomicLong();
    private volatile boolean inBurst;
    private long malformedBefore;

    /**
     * Nothing happens before the first {@link #housekeep}.
     *
     * @param maker makes the FIFO where none is
     * @param events hears on a thread of its own what keepalived says, in its order; must not block
     * @param warnings hears in one line what is wrong, once until it is another thing
     */
    public NotifyFifo(Path path, FifoMaker maker, Consumer<Event> events, Consumer<String> warnings) {
        this(path, maker, events, change -> {}, warnings);
    }

    /**
     * Creates the same, where {@code priorities} hears of priorities that change within a state, as {@code events}
     * does.
     */
    public NotifyFifo(
            Path path,
            FifoMaker maker,
            Consumer<Event> events,
            Consumer<PriorityChange> priorities,
            Consumer<String> warnings) {
        this.path = path;
        this.maker = maker;
        this.events = events;
        this.priorities = priorities;
        this.warnings = warnings;
    }

    /**
     * Makes, opens and reopens the FIFO where that is due, in some microseconds where it is not. Call it every second.
     */
    public synchronized void housekeep() {
        if (closed) {
            return;
        }
        endBurst();
        if (reader.isPresent() && isLost(reader.get())) {
            reader.get().close();
            reader = Optional.empty();
        }
        if (reader.isEmpty()) {
            open();
        }
    }

    /**
     * Returns whether {@code reading} is of no more use: at once where it broke, and where the path is another file now
     * when nothing has come since the last look, since the last words before that are in it.
     */
    private boolean isLost(FifoReader reading) {
        boolean moved = !reading.isStillAt(path);
        boolean silent = movedBefore && readsBefore == reading.reads();
        movedBefore = moved;
        readsBefore = reading.reads();
        return reading.ended() || (moved && silent);
    }

    private void open() {
        movedBefore = false;
        try {
            reader = Optional.of(FifoReader.open(path, maker, this::heard));
            problem = "";
        } catch (IOException e) {
            say("cannot read keepalived's FIFO " + path + ": " + e.getMessage());
        }
    }

    private void say(String what) {
        if (!what.equals(problem)) {
            warnings.accept(what);
        }
        problem = what;
    }

    private void heard(NotifyLine line) {
        switch (line) {
            case Event event -> events.accept(event);
            case PriorityChange change -> priorities.accept(change);
            case Ignored ignored -> {}
            case MalformedLine bad -> {
                malformed.incrementAndGet();
                if (!inBurst) {
                    inBurst = true;
                    warnings.accept("not a line of keepalived in " + path + ": " + bad.why());
                }
            }
        }
    }

    /** A burst ends when none has come since the last look. */
    private void endBurst() {
        long now = malformed.get();
        if (now == malformedBefore) {
            inBurst = false;
        }
        malformedBefore = now;
    }

    /** Returns whether keepalived is listened to at this moment. */
    synchronized boolean isOpen() {
        return reader.isPresent() && !reader.get().ended();
    }

    /** Returns how many lines were none of keepalived's. */
    public long malformed() {
        return malformed.get();
    }

    /** Ends the reading. What has not been read waits in the FIFO for the next agent, while keepalived runs. */
    @Override
    public synchronized void close() {
        closed = true;
        reader.ifPresent(FifoReader::close);
        reader = Optional.empty();
    }
}
