package io.vipagent.agent.monitor;

import io.vipagent.agent.probe.Reactor;
import io.vipagent.agent.probe.TargetProber;
import io.vipagent.agent.probe.TargetProber.Sink;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.LastAnswer;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.Target;
import io.vipagent.platform.time.Ticker;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the probers of all targets, on a few threads; none ever waits for a target, so none waits for another. As long
 * as there are no more than {@value #MAX_THREADS} targets each has a thread of its own. They are the kernel's: in a
 * native image a virtual one may never hear that its socket is readable (oracle/graal#13787).
 */
public final class ProbeLoop implements Comparing, AutoCloseable {
    /** The greatest number of threads. */
    public static final int MAX_THREADS = 8;

    private static final Duration DEFECT_PAUSE = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final TargetBoard board;
    private final ProberFactory factory;
    private final Ticker ticker;
    private final Map<Target, Worker> workerOf = new HashMap<>();
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private volatile boolean comparing;
    private volatile boolean resting;
    private final AtomicInteger looks = new AtomicInteger();

    /** Makes the prober of a target. */
    @FunctionalInterface
    public interface ProberFactory {
        /**
         * Returns a prober that asks first at {@code firstNanos}.
         *
         * @param reactor what its connections wait on
         */
        TargetProber open(Target target, Reactor reactor, Sink sink, long firstNanos);
    }

    private ProbeLoop(TargetBoard board, ProberFactory factory, Ticker ticker) {
        this.board = board;
        this.factory = factory;
        this.ticker = ticker;
    }

    /**
     * Begins to probe every target of {@code board}, spread over their intervals so that they do not all start at once.
     */
    public static ProbeLoop start(TargetBoard board, ProberFactory factory, Ticker ticker) {
        ProbeLoop loop = new ProbeLoop(board, factory, ticker);
        loop.follow();
        board.onComparing(loop);
        return loop;
    }

    /** Begins and ends probers as the board's targets have changed; those that are the same go on undisturbed. */
    public synchronized void follow() {
        List<Target> targets = board.targets();
        List<Target> gone = workerOf.keySet().stream()
                .filter(target -> !targets.contains(target))
                .toList();
        gone.forEach(target -> Optional.ofNullable(workerOf.remove(target)).ifPresent(worker -> worker.remove(target)));
        long now = ticker.nanos();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            long first = now + target.schedule().interval().toNanos() * i / targets.size();
            if (!workerOf.containsKey(target)) {
                Worker worker = leastBusy(target);
                worker.add(target, first);
                workerOf.put(target, worker);
            }
        }
        end(workers.stream().filter(worker -> !workerOf.containsValue(worker)).toList());
    }

    /** May be called by any thread, and again and again: what every prober knows already makes no difference. */
    @Override
    public void compare(boolean now) {
        if (comparing != now) {
            comparing = now;
            workers.forEach(Worker::wakeUp);
        }
    }

    /** May be called by any thread, and again and again. */
    @Override
    public void rest(boolean now) {
        if (resting != now) {
            resting = now;
            workers.forEach(Worker::wakeUp);
        }
    }

    /** May be called by any thread. */
    @Override
    public void look() {
        looks.incrementAndGet();
        workers.forEach(Worker::wakeUp);
    }

    /** Ends all probers; questions under way are given up and not counted. */
    @Override
    public synchronized void close() {
        workerOf.clear();
        end(List.copyOf(workers));
    }

    private void end(List<Worker> ending) {
        workers.removeAll(ending);
        ending.forEach(Worker::end);
        long until = ticker.nanos() + CLOSE_TIMEOUT.toNanos();
        ending.forEach(worker -> worker.join(until));
    }

    private Worker leastBusy(Target target) {
        if (workers.size() < MAX_THREADS) {
            try {
                Worker worker = new Worker(target.name());
                workers.add(worker);
                return worker;
            } catch (UncheckedIOException e) {
                if (workers.isEmpty()) {
                    throw e;
                }
                // Without a descriptor for another, a reload must not end half way: those that there are share more.
            }
        }
        return workers.stream()
                .min(Comparator.comparingLong(worker ->
                        workerOf.values().stream().filter(worker::equals).count()))
                .orElseThrow();
    }

    /** A thread with the probers of some targets. All but the methods that say so are its own. */
    private final class Worker {
        private final Reactor reactor = new Reactor(ticker);
        private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
        private final Map<Target, Guarded> probers = new HashMap<>();
        private final Thread thread;
        private boolean compares;
        private boolean rests;
        private int looked;
        private volatile boolean ending;

        Worker(String name) {
            this.thread = Thread.ofPlatform().daemon().name("probe " + name).start(this::run);
        }

        /** Called by any thread. */
        void add(Target target, long firstNanos) {
            order(() -> probers.put(target, new Guarded(target, this, firstNanos)));
        }

        /** Called by any thread. */
        void remove(Target target) {
            order(() -> Optional.ofNullable(probers.remove(target)).ifPresent(Guarded::close));
        }

        /** Called by any thread. */
        void wakeUp() {
            reactor.wakeUp();
        }

        /** Called by any thread. */
        void end() {
            ending = true;
            reactor.wakeUp();
        }

        /** Called by any thread. */
        void join(long until) {
            try {
                thread.join(Duration.ofNanos(Math.max(0, until - ticker.nanos())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void order(Runnable order) {
            orders.add(order);
            reactor.wakeUp();
        }

        private void run() {
            try (reactor) {
                while (!ending) {
                    turn();
                }
                probers.values().forEach(Guarded::close);
            }
        }

        private void turn() {
            for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                order.run();
            }
            boolean compare = comparing;
            if (compares != compare) {
                compares = compare;
                probers.values().forEach(prober -> prober.compare(compare));
            }
            boolean rest = resting;
            if (rests != rest) {
                rests = rest;
                probers.values().forEach(prober -> prober.rest(rest));
            }
            int look = looks.get();
            if (looked != look) {
                looked = look;
                probers.values().forEach(Guarded::look);
            }
            long now = ticker.nanos();
            long next = reactor.run(now);
            for (Guarded prober : probers.values()) {
                next = Math.min(next, prober.run(now));
            }
            try {
                reactor.await(next);
            } catch (RuntimeException | Error e) {
                probers.values().forEach(prober -> prober.failed(e));
                pause();
            }
        }

        /** What has just failed must not be tried again at once and without end. */
        private void pause() {
            try {
                ticker.sleepUntil(ticker.nanos() + DEFECT_PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A target's prober. A defect in it is one failed question, and another prober goes on. */
    private final class Guarded {
        private final Target target;
        private final Worker worker;
        private TargetProber prober;

        Guarded(Target target, Worker worker, long firstNanos) {
            this.target = target;
            this.worker = worker;
            this.prober = open(firstNanos);
        }

        /** Runs it if it is due, and returns in how many nanoseconds it is due again. */
        long run(long now) {
            try {
                if (prober.dueIn(now) == 0) {
                    prober.run();
                }
                return prober.dueIn(now);
            } catch (RuntimeException | Error e) {
                failed(e);
                return prober.dueIn(now);
            }
        }

        void compare(boolean now) {
            prober.compare(now);
        }

        void rest(boolean now) {
            prober.rest(now);
        }

        void look() {
            prober.look();
        }

        void failed(Throwable defect) {
            prober.close();
            long now = ticker.nanos();
            prober = open(now + target.schedule().interval().toNanos());
            board.post(target, Asked.full(now), new Failed(Reason.AGENT_ERROR, defect.toString()));
        }

        void close() {
            prober.close();
        }

        private TargetProber open(long firstNanos) {
            Sink sink = new Sink() {
                @Override
                public void post(Asked asked, Outcome outcome) {
                    board.post(target, asked, outcome);
                }

                @Override
                public void waits() {
                    board.waits(target);
                }

                @Override
                public void heard(LastAnswer answer) {
                    // The probe keeps it for those who ask for it.
                }
            };
            TargetProber opened = factory.open(target, worker.reactor, sink, firstNanos);
            // One that comes later knows what the others were told.
            opened.compare(worker.compares);
            opened.rest(worker.rests);
            return opened;
        }
    }
}
