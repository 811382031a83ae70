package io.vipagent.agent.monitor;

import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread that does nothing but beat, and so notices that the process was stopped (SIGSTOP, a snapshot of its machine,
 * a live migration) or starved of CPU. A loop that hangs while the pulse goes on is not excused by it.
 */
public final class Pulse implements RunningTime, AutoCloseable {
    static final Duration INTERVAL = Duration.ofMillis(200);

    /** A beat that is later than this was a pause; a busy machine is often late by less. */
    static final Duration MAX_GAP = Duration.ofMillis(400);

    private static final int MAX_PAUSES = 64;

    private record Pause(long beginNanos, long endNanos) {
        long since(long nanos) {
            return Math.max(0, endNanos - (nanos - beginNanos > 0 ? nanos : beginNanos));
        }
    }

    private final Ticker ticker;
    private final List<Pause> pauses = new ArrayList<>();
    private long lastBeat;
    private volatile boolean closed;

    /** Creates a pulse that beats when it is told to. */
    Pulse(Ticker ticker) {
        this.ticker = ticker;
        this.lastBeat = ticker.nanos();
    }

    /** Returns a pulse with a thread of its own. */
    public static Pulse start(Ticker ticker) {
        Pulse pulse = new Pulse(ticker);
        Thread.ofPlatform().daemon().name("pulse").start(pulse::run);
        return pulse;
    }

    private void run() {
        try {
            while (!closed) {
                ticker.sleepUntil(ticker.nanos() + INTERVAL.toNanos());
                beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes note that the process runs. */
    synchronized void beat() {
        long now = ticker.nanos();
        if (now - lastBeat > MAX_GAP.toNanos()) {
            pauses.add(new Pause(lastBeat + INTERVAL.toNanos(), now));
            if (pauses.size() > MAX_PAUSES) {
                pauses.removeFirst();
            }
        }
        lastBeat = now;
    }

    @Override
    public synchronized long pausedSince(long nanos) {
        // Whoever asks runs, and may be the first after a pause.
        beat();
        long paused = 0;
        for (Pause pause : pauses) {
            paused += pause.since(nanos);
        }
        return paused;
    }

    @Override
    public void close() {
        closed = true;
    }
}
