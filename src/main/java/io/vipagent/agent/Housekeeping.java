package io.vipagent.agent;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import io.vipagent.agent.Wiring.TrackFileOutput;
import io.vipagent.agent.http.Refused;
import io.vipagent.agent.http.ServerTls;
import io.vipagent.agent.keepalived.TrackFileWriter;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.vip.VipConsistency.Permission;
import io.vipagent.platform.linux.OwnBinary;
import io.vipagent.platform.linux.Systemd;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What is done once a second beside the probes: a verdict may go stale without any outcome, a track file may become
 * writable again, keepalived leaves notes. What fails in one tick neither keeps the rest of it from being done nor ends
 * the ticks.
 */
@Singleton
public class Housekeeping {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    /** Ticks after which a start or a reload, and the probes that follow it, are over. */
    private static final int SETTLING_TICKS = 3;

    private final List<Runnable> steps;
    private final Runnable pause;
    private final Set<Runnable> failing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger settling = new AtomicInteger();
    private volatile boolean running;

    @Inject
    public Housekeeping(
            TargetBoard board,
            TrackFileOutput trackFile,
            VipService vip,
            Systemd systemd,
            Refused refused,
            ServerTls tls,
            HistoryLog history,
            Scheduler scheduler) {
        this(
                scheduler::pause,
                List.of(
                        () -> endDrain(board, history),
                        board::decide,
                        () -> trackFile.writer().ifPresent(TrackFileWriter::repair),
                        () -> vip.housekeep(permission(board.view().decision())),
                        () -> tell(systemd, board.view()),
                        tls::refresh,
                        refused::say));
    }

    /**
     * Creates one of other steps.
     *
     * @param pause ends the ticks
     */
    Housekeeping(Runnable pause, List<Runnable> steps) {
        this.pause = pause;
        this.steps = Stream.concat(steps.stream(), Stream.<Runnable>of(this::giveUpPages))
                .toList();
    }

    /**
     * Begins, until what is returned is closed: Quarkus' scheduler ticks before the agent has started, and after its
     * end, where it would log that there is nothing left to call.
     */
    AutoCloseable begin() {
        settle();
        running = true;
        return () -> {
            running = false;
            pause.run();
        };
    }

    /** Much of the binary has been touched, for once; in a few ticks its pages are given up. */
    void settle() {
        settling.set(SETTLING_TICKS);
    }

    /** Called by Quarkus' scheduler; a tick that is due while the last one is still at work is left out. */
    @Scheduled(every = "1s", concurrentExecution = SKIP)
    void tick() {
        if (running) {
            steps.forEach(this::attempt);
        }
    }

    private static void tell(Systemd systemd, HealthSnapshot view) {
        if (view.stale().isEmpty()) {
            // systemd hears nothing of an agent whose loops hang, and starts another.
            systemd.watchdog();
        }
        systemd.status(
                view.decision().label() + ": " + HealthText.line(view.decision().answer()));
    }

    private static void endDrain(TargetBoard board, HistoryLog history) {
        board.drainEnded().ifPresent(reason -> {
            LOG.info("the drain ended by itself: " + reason);
            history.drainEnded(reason);
        });
    }

    private void giveUpPages() {
        if (settling.getAndUpdate(ticks -> Math.max(0, ticks - 1)) == 1) {
            OwnBinary.release();
        }
    }

    /** Runs a step; one that fails is told of once, until it succeeds again. */
    private void attempt(Runnable step) {
        try {
            step.run();
            failing.remove(step);
        } catch (RuntimeException | Error e) {
            if (failing.add(step)) {
                LOG.error("housekeeping failed, and is tried again every second", e);
            }
        }
    }

    private static Permission permission(Decision decision) {
        if (decision.mayHoldVip()) {
            return Permission.YES;
        }
        return decision.isUnknown() ? Permission.UNKNOWN : Permission.NO;
    }
}
