package io.vipagent.monitor;

import io.vipagent.check.Outcome;
import io.vipagent.check.Outcome.Failed;
import io.vipagent.check.Reason;
import io.vipagent.check.Target;
import io.vipagent.probe.Probe;
import io.vipagent.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A virtual thread per target, each at its own fixed rate; none waits for another. */
public final class ProbeLoop implements AutoCloseable {
    private final Board board;
    private final Probe probe;
    private final Ticker ticker;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    private ProbeLoop(Board board, Probe probe, Ticker ticker) {
        this.board = board;
        this.probe = probe;
        this.ticker = ticker;
    }

    /** Begins to probe every target of {@code board}, spread over their intervals so that they do not all start at once. */
    public static ProbeLoop start(Board board, Probe probe, Ticker ticker) {
        ProbeLoop loop = new ProbeLoop(board, probe, ticker);
        List<Target> targets = board.targets();
        long now = ticker.nanos();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            long first = now + target.cadence().interval().toNanos() * i / targets.size();
            loop.threads.add(Thread.ofVirtual().name("probe " + target.name()).start(() -> loop.run(target, first)));
        }
        return loop;
    }

    /** Stops all loops; probes under way are given up and not counted. */
    @Override
    public void close() {
        // Not the interrupt alone: a probe that is interrupted may report just that, and clear it.
        closing = true;
        threads.forEach(Thread::interrupt);
        threads.forEach(thread -> {
            try {
                thread.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void run(Target target, long first) {
        long interval = target.cadence().interval().toNanos();
        try {
            for (long tick = first; !closing; tick = Beat.next(tick, interval, ticker.nanos())) {
                ticker.sleepUntil(tick);
                Outcome outcome = probe(target);
                if (!closing) {
                    board.post(target, outcome);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome probe(Target target) {
        try {
            return probe.probe(target);
        } catch (RuntimeException | Error e) {
            // A loop that died would leave its target stale for ever: even a defect is one failed probe.
            return new Failed(Reason.AGENT_ERROR, e.toString());
        }
    }
}
