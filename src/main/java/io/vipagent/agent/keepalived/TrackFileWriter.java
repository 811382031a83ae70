package io.vipagent.agent.keepalived;

import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.core.health.Decision;
import io.vipagent.core.text.Durations;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Has a thread of its own write a {@link TrackFile}, so that a disk that hangs holds up a decision for a moment, once,
 * and not the agent's end. Only the newest decision waits: what was decided before it is of no use to keepalived any
 * more.
 */
public final class TrackFileWriter implements HealthListener {
    /** A write that takes longer has failed so far. */
    static final Duration WRITE_TIMEOUT = Duration.ofSeconds(1);

    /** So long a decision waits for its write, which takes a tenth of a millisecond on a disk that answers. */
    private static final Duration DECISION_TIMEOUT = Duration.ofMillis(300);

    private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);

    private final TrackFile file;
    private final Ticker ticker;
    private final Consumer<String> warnings;
    private final Thread thread;
    private Work waiting = Work.nothing();
    private OptionalLong busySince = OptionalLong.empty();
    private boolean warned;
    private boolean stopping;

    private TrackFileWriter(TrackFile file, Ticker ticker, Consumer<String> warnings) {
        this.file = file;
        this.ticker = ticker;
        this.warnings = warnings;
        this.thread = Thread.ofPlatform().daemon().name("track-file").unstarted(this::write);
    }

    /**
     * Starts the thread, which writes nothing before it is told a decision.
     *
     * @param warnings hears, in one line, that a write hangs, once until it ends
     */
    public static TrackFileWriter start(TrackFile file, Ticker ticker, Consumer<String> warnings) {
        TrackFileWriter started = new TrackFileWriter(file, ticker, warnings);
        started.thread.start();
        return started;
    }

    /**
     * Returns what the agent before this one decided last, as {@link TrackFile#lastDecision} does. For the start: it
     * waits for the disk.
     */
    public Decision lastDecision() {
        return file.lastDecision();
    }

    @Override
    public void decided(Decision before, Decision after) {
        // Where nobody has looked in time, or too few times since, the last word stays, and keepalived's script looks
        // for itself. It must not take the place of a word that waits.
        if (!after.isUnknown()) {
            await(add(work -> work.thenWrite(after)));
        }
    }

    /** Has the file looked after, as {@link TrackFile#repair} does. Call it every second. */
    public void repair() {
        add(Work::thenRepair);
        if (isNews()) {
            warnings.accept(file + ": its disk has not answered for " + Durations.format(WRITE_TIMEOUT)
                    + "; keepalived follows an older decision, and its script");
        }
    }

    /** Returns whether the file does not say what was decided, or its disk does not answer. */
    public boolean failed() {
        return file.failed() || hangs();
    }

    /** Ends, as {@link TrackFile#stop} does, without waiting for that: what is decided from now on is not written. */
    public void stop() {
        add(Work::thenStop);
    }

    /** Returns once the end is written, or after half a second; the warning is that the disk does not answer. */
    public void awaitEnd() throws InterruptedException {
        if (!thread.join(STOP_TIMEOUT)) {
            warnings.accept(file + ": its disk does not answer; it says what was decided before, whatever on-stop is");
        }
    }

    private synchronized boolean isNews() {
        boolean news = hangs() && !warned;
        warned |= news;
        return news;
    }

    private synchronized boolean hangs() {
        return isBusyFor(WRITE_TIMEOUT);
    }

    private synchronized boolean isBusyFor(Duration length) {
        return busySince.isPresent() && ticker.nanos() - busySince.getAsLong() > length.toNanos();
    }

    /** Returns what opens when the work is done; it is open where there is nothing to wait for. */
    private synchronized CountDownLatch add(UnaryOperator<Work> more) {
        if (stopping) {
            return new CountDownLatch(0);
        }
        waiting = more.apply(waiting);
        stopping = waiting.stop();
        notifyAll();
        return isBusyFor(DECISION_TIMEOUT) ? new CountDownLatch(0) : waiting.done();
    }

    /** On a disk that answers, whoever has drained a node finds it done; one that hangs costs a moment, once. */
    private static void await(CountDownLatch done) {
        try {
            done.await(DECISION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        boolean ends = false;
        while (!ends) {
            Work work = take();
            try {
                perform(work);
            } catch (RuntimeException e) {
                // The next second repairs what this one has left undone.
                warnings.accept("a defect, " + file + " is tried again: " + e);
            } finally {
                work.done().countDown();
            }
            ends = work.stop();
        }
        rest();
    }

    private void perform(Work work) {
        work.decision().ifPresent(file::decided);
        if (work.repair()) {
            file.repair();
        }
        if (work.stop()) {
            file.stop();
        }
    }

    private synchronized void rest() {
        busySince = OptionalLong.empty();
        warned = false;
    }

    private synchronized Work take() {
        rest();
        while (waiting.isNothing()) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        }
        Work work = waiting;
        waiting = Work.nothing();
        busySince = OptionalLong.of(ticker.nanos());
        return work;
    }

    /**
     * What the writer is to do, in this order.
     *
     * @param decision the newest one
     * @param done opens when all of it is done
     */
    private record Work(Optional<Decision> decision, boolean repair, boolean stop, CountDownLatch done) {
        static Work nothing() {
            return new Work(Optional.empty(), false, false, new CountDownLatch(1));
        }

        boolean isNothing() {
            return decision.isEmpty() && !repair && !stop;
        }

        Work thenWrite(Decision newest) {
            return new Work(Optional.of(newest), repair, stop, done);
        }

        Work thenRepair() {
            return new Work(decision, true, stop, done);
        }

        Work thenStop() {
            return new Work(decision, repair, true, done);
        }
    }
}
