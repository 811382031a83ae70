package io.vipagent.agent.keepalived;

import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.core.health.Decision;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Has a thread of its own write a {@link TrackFile}, so that a disk that hangs holds up neither a decision nor the
 * agent's end. Only the newest decision waits: what was decided before it is of no use to keepalived any more.
 */
public final class TrackFileWriter implements HealthListener {
    /** A write that takes longer has failed so far. */
    static final Duration WRITE_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);

    private final TrackFile file;
    private final Ticker ticker;
    private final Consumer<String> warnings;
    private final Thread writer;
    private Work waiting = Work.NONE;
    private OptionalLong busySince = OptionalLong.empty();
    private boolean warned;

    private TrackFileWriter(TrackFile file, Ticker ticker, Consumer<String> warnings) {
        this.file = file;
        this.ticker = ticker;
        this.warnings = warnings;
        this.writer = Thread.ofPlatform().daemon().name("track-file").unstarted(this::write);
    }

    /**
     * Starts the thread, which writes nothing before it is told a decision.
     *
     * @param warnings hears, in one line, that a write hangs, once until it ends
     */
    public static TrackFileWriter start(TrackFile file, Ticker ticker, Consumer<String> warnings) {
        TrackFileWriter started = new TrackFileWriter(file, ticker, warnings);
        started.writer.start();
        return started;
    }

    /** Returns what the agent before this one decided last, as {@link TrackFile#lastDecision} does. */
    public Decision lastDecision() {
        return file.lastDecision();
    }

    @Override
    public void decided(Decision before, Decision after) {
        // One that is unknown changes nothing in the file, and must not take the place of one that does.
        if (!after.isUnknown()) {
            add(new Work(Optional.of(after), false, false));
        }
    }

    /** Has the file looked after, as {@link TrackFile#repair} does. Call it every second. */
    public void repair() {
        add(new Work(Optional.empty(), true, false));
        if (hangs() && !warned) {
            warned = true;
            warnings.accept(file + " cannot be written: its disk hangs; keepalived goes by its script alone");
        }
    }

    /** Returns whether the file does not say what was decided, or hangs. */
    public boolean failed() {
        return file.failed() || hangs();
    }

    /**
     * Ends, as {@link TrackFile#stop} does. Returns when that is done, or after half a second where the disk hangs.
     */
    public void stop() throws InterruptedException {
        add(new Work(Optional.empty(), false, true));
        writer.join(STOP_TIMEOUT);
    }

    private synchronized boolean hangs() {
        return busySince.isPresent() && ticker.nanos() - busySince.getAsLong() > WRITE_TIMEOUT.toNanos();
    }

    private synchronized void add(Work work) {
        waiting = waiting.and(work);
        notifyAll();
    }

    private void write() {
        boolean ends = false;
        while (!ends) {
            Work work = take();
            work.decision().ifPresent(file::decided);
            if (work.repair()) {
                file.repair();
            }
            if (work.stop()) {
                file.stop();
            }
            ends = work.stop();
        }
    }

    private synchronized Work take() {
        busySince = OptionalLong.empty();
        warned = false;
        while (waiting.equals(Work.NONE)) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        }
        Work work = waiting;
        waiting = Work.NONE;
        busySince = OptionalLong.of(ticker.nanos());
        return work;
    }

    /**
     * What the writer is to do, in this order.
     *
     * @param decision the newest one
     */
    private record Work(Optional<Decision> decision, boolean repair, boolean stop) {
        static final Work NONE = new Work(Optional.empty(), false, false);

        Work and(Work next) {
            return new Work(next.decision.or(() -> decision), repair || next.repair, stop || next.stop);
        }
    }
}
