package io.vipagent.platform.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An output that never blocks: what is written between two flushes is one entry of a bounded queue, and a thread of its
 * own writes the entries to where they shall go. Where nobody reads there, so that the queue is full, an entry is
 * dropped and counted; once somebody reads again, a line says how many were dropped. A probe, a decision or the end of
 * the agent must not wait for whoever reads its log.
 */
public final class LogOutput extends OutputStream {
    /** As many lines as a bad minute of a hundred targets has. */
    public static final int MAX_ENTRIES = 1024;

    /** A stack trace is one entry; with {@link #MAX_ENTRIES} that bounds what the queue takes of the heap. */
    static final int MAX_ENTRY_BYTES = 8192;

    private static final int MAX_QUEUED_BYTES = 1 << 20;

    private final OutputStream to;
    private final BlockingQueue<LogEntry> queue;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
    private long toldOf;

    /** What was written between two flushes, and who waits until it is put where it shall go. */
    private record LogEntry(byte[] bytes, CountDownLatch written) {}

    /** Does nothing until {@link #start}; {@code maxEntries} may wait to be written to {@code to}. */
    public LogOutput(OutputStream to, int maxEntries) {
        this.to = to;
        this.queue = new ArrayBlockingQueue<>(maxEntries);
    }

    /** Starts the thread that writes; returns this output. */
    public LogOutput start() {
        Thread.ofPlatform().daemon().name("log").start(this::run);
        return this;
    }

    @Override
    public synchronized void write(int b) {
        if (entry.size() < MAX_ENTRY_BYTES) {
            entry.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        entry.write(bytes, from, Math.min(length, MAX_ENTRY_BYTES - entry.size()));
    }

    /** Ends the entry. What of it is beyond 8 KiB has been cut off. */
    @Override
    public synchronized void flush() {
        if (entry.size() == 0) {
            return;
        }
        byte[] bytes = entry.toByteArray();
        entry.reset();
        if (bytes.length == MAX_ENTRY_BYTES) {
            bytes[bytes.length - 1] = '\n';
        }
        if (queuedBytes.get() + bytes.length <= MAX_QUEUED_BYTES
                && queue.offer(new LogEntry(bytes, new CountDownLatch(1)))) {
            queuedBytes.addAndGet(bytes.length);
        } else {
            dropped.incrementAndGet();
        }
    }

    /** Returns how many entries were dropped so far. */
    public long dropped() {
        return dropped.get();
    }

    /** Waits until all that is queued is written, but not much longer than {@code timeout}; whether it is. */
    public boolean drain(Duration timeout) throws InterruptedException {
        flush();
        LogEntry last = new LogEntry(new byte[0], new CountDownLatch(1));
        return queue.offer(last, timeout.toNanos(), TimeUnit.NANOSECONDS)
                && last.written().await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        try {
            while (true) {
                LogEntry next = queue.take();
                put(next.bytes());
                queuedBytes.addAndGet(-next.bytes().length);
                tellOfDropped();
                next.written().countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        try {
            to.write(bytes);
            to.flush();
        } catch (IOException e) {
            // Closed, a broken pipe, a full disk: nobody is there to be told but the metric.
            dropped.incrementAndGet();
            toldOf++;
        }
    }

    private void tellOfDropped() {
        long now = dropped.get();
        if (now > toldOf) {
            String line = (now - toldOf) + " log lines were dropped: whoever reads the log did not keep up\n";
            toldOf = now;
            put(line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
