package io.vipagent.agent.monitor;

import io.vipagent.agent.probe.Probe;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.FixedRate;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.Target;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A thread per target, each at its own fixed rate; none waits for another. They are the kernel's: in a native image a
 * virtual one may never hear that its socket is readable (oracle/graal#13787), which would look like a dead apiserver.
 */
public final class ProbeLoop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final TargetBoard board;
    private final Probe probe;
    private final Ticker ticker;
    private final Map<Target, Loop> loops = new HashMap<>();

    private ProbeLoop(TargetBoard board, Probe probe, Ticker ticker) {
        this.board = board;
        this.probe = probe;
        this.ticker = ticker;
    }

    /** Begins to probe every target of {@code board}, spread over their intervals so that they do not all start at once. */
    public static ProbeLoop start(TargetBoard board, Probe probe, Ticker ticker) {
        ProbeLoop loop = new ProbeLoop(board, probe, ticker);
        loop.follow();
        return loop;
    }

    /** Begins and ends loops as the board's targets have changed; those that are the same go on undisturbed. */
    public synchronized void follow() {
        List<Target> targets = board.targets();
        end(loops.keySet().stream().filter(target -> !targets.contains(target)).toList());
        long now = ticker.nanos();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            long first = now + target.schedule().interval().toNanos() * i / targets.size();
            loops.computeIfAbsent(target, fresh -> new Loop(fresh, first));
        }
    }

    /** Stops all loops; probes under way are given up and not counted. */
    @Override
    public synchronized void close() {
        end(List.copyOf(loops.keySet()));
    }

    private void end(List<Target> targets) {
        List<Loop> ending = new ArrayList<>();
        targets.forEach(target -> Optional.ofNullable(loops.remove(target)).ifPresent(ending::add));
        ending.forEach(Loop::end);
        long patience = ticker.nanos() + PATIENCE.toNanos();
        ending.forEach(loop -> loop.join(patience));
    }

    /** One target's. */
    private final class Loop {
        private final Target target;
        private final Thread thread;
        private volatile boolean closing;

        Loop(Target target, long first) {
            this.target = target;
            this.thread =
                    Thread.ofPlatform().daemon().name("probe " + target.name()).start(() -> run(first));
        }

        void end() {
            // Not the interrupt alone: a probe that is interrupted may report just that, and clear it.
            closing = true;
            thread.interrupt();
        }

        /** A probe under way ends by its own deadline, which may be later; nobody hears of it. */
        void join(long until) {
            try {
                thread.join(Duration.ofNanos(Math.max(0, until - ticker.nanos())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run(long first) {
            long interval = target.schedule().interval().toNanos();
            try {
                for (long tick = first; !closing; tick = FixedRate.next(tick, interval, ticker.nanos())) {
                    ticker.sleepUntil(tick);
                    Asked asked = Asked.full(ticker.nanos());
                    Outcome outcome = ask();
                    if (!closing) {
                        board.post(target, asked, outcome);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Outcome ask() {
            try {
                return probe.probe(target);
            } catch (RuntimeException | Error e) {
                // A loop that died would leave its target stale for ever: even a defect is one failed probe.
                return new Failed(Reason.AGENT_ERROR, e.toString());
            }
        }
    }
}
