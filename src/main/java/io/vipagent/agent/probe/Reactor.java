package io.vipagent.agent.probe;

import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What connections wait on, for one thread: it sleeps until one of them is ready, until it is time, or until another
 * thread wakes it. Connections that are ending in good order are seen to the end here, whoever owned them.
 */
public final class Reactor implements AutoCloseable {
    /**
     * How long an ending connection waits for the peer's own good-bye: to close before it would reset the connection.
     */
    static final Duration GOODBYE_TIMEOUT = Duration.ofMillis(500);

    /** What is attached to the key of a channel that is waited on. */
    interface Waiting {
        /** Goes on with what its channel is ready for. */
        void ready();

        /** Sees to what is due; returns in how many nanoseconds to be called again. */
        long run(long nowNanos);

        /** Closes the channel at once. */
        void abort();
    }

    private final Ticker ticker;
    private final Selector selector;
    private final TlsChannel.Buffers buffers = new TlsChannel.Buffers();
    private final Set<Waiting> ending = new HashSet<>();

    /** Opens what it waits with. */
    public Reactor(Ticker ticker) {
        this.ticker = ticker;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for {@code nanos} at the longest, then lets the connections that are ready go on. */
    public void await(long nanos) {
        try {
            if (nanos <= 0) {
                selector.selectNow(Reactor::ready);
            } else {
                // To the next millisecond: one that is too early would be a turn for nothing.
                selector.select(Reactor::ready, Math.ceilDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sees to the connections that are ending; returns in how many nanoseconds to be called again. */
    public long run(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (Waiting connection : List.copyOf(ending)) {
            next = Math.min(next, connection.run(nowNanos));
        }
        return next;
    }

    /** Ends a wait, from any thread: the one that is, or the next. */
    public void wakeUp() {
        selector.wakeup();
    }

    /** Waits a moment for the connections that are ending, then closes everything. */
    @Override
    public void close() {
        long until = ticker.nanos() + GOODBYE_TIMEOUT.toNanos();
        for (long now = ticker.nanos(); !ending.isEmpty() && now - until < 0; now = ticker.nanos()) {
            await(Math.min(until - now, run(now)));
        }
        try {
            new ArrayList<>(selector.keys()).forEach(key -> ((Waiting) key.attachment()).abort());
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ticker ticker() {
        return ticker;
    }

    Selector selector() {
        return selector;
    }

    TlsChannel.Buffers buffers() {
        return buffers;
    }

    Set<Waiting> ending() {
        return ending;
    }

    private static void ready(SelectionKey key) {
        ((Waiting) key.attachment()).ready();
    }
}
