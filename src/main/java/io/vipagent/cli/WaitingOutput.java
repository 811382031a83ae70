package io.vipagent.cli;

import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * An output for messages: it waits a second for somebody who reads, and from then on drops what it is given. A full
 * pipe must not keep a command that has failed from saying so by its exit code.
 */
final class WaitingOutput extends OutputStream {
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    /** A pipe that is writable at all takes this much at once: PIPE_BUF. */
    private static final int CHUNK = 4096;

    private final OutputStream to;
    private final BooleanSupplier writable;
    private final Ticker ticker;
    private boolean abandoned;

    WaitingOutput(OutputStream to, BooleanSupplier writable, Ticker ticker) {
        this.to = to;
        this.writable = writable;
        this.ticker = ticker;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        for (int at = from; at < from + length && isWritable(); at += CHUNK) {
            to.write(bytes, at, Math.min(CHUNK, from + length - at));
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        to.flush();
    }

    private boolean isWritable() throws IOException {
        Deadline end = Deadline.in(ticker, MAX_WAIT);
        while (!abandoned && !writable.getAsBoolean()) {
            abandoned = end.nanosLeft() == 0;
            sleep();
        }
        return !abandoned;
    }

    private void sleep() throws IOException {
        try {
            ticker.sleepUntil(ticker.nanos() + POLL_INTERVAL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
