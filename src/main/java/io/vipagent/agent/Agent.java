package io.vipagent.agent;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.vipagent.agent.Wiring.TrackFiles;
import io.vipagent.check.Printable;
import io.vipagent.check.Target;
import io.vipagent.config.Durations;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Preflight;
import io.vipagent.config.Settings;
import io.vipagent.control.ControlSocket;
import io.vipagent.haproxy.AgentCheckServer;
import io.vipagent.keepalived.TrackFile;
import io.vipagent.metrics.Metrics;
import io.vipagent.monitor.Board;
import io.vipagent.monitor.Plan;
import io.vipagent.monitor.ProbeLoop;
import io.vipagent.probe.HttpsProbe;
import io.vipagent.time.Ticker;
import io.vipagent.version.Version;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/** The running agent: starts the loops and the servers, and ends them in the order that hurts least. */
@Singleton
public class Agent {
    private static final int LONGEST_COMPLAINT = 2000;
    private static final Logger LOG = Logger.getLogger("vip-agent");

    private Settings settings;
    private final Board board;
    private final HttpsProbe probe;
    private final Ticker ticker;
    private final Metrics metrics;
    private final TrackFiles trackFile;
    private final Desk desk;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile Optional<AgentCheckServer> agentCheck = Optional.empty();
    private Optional<ProbeLoop> loop = Optional.empty();

    /** Called by Quarkus. */
    @Inject
    public Agent(
            Settings settings,
            Board board,
            HttpsProbe probe,
            Ticker ticker,
            Metrics metrics,
            TrackFiles trackFile,
            PrometheusMeterRegistry registry) {
        this.settings = settings;
        this.board = board;
        this.probe = probe;
        this.ticker = ticker;
        this.metrics = metrics;
        this.trackFile = trackFile;
        this.desk = new Desk(settings.node(), board, registry::scrape, metrics::checked);
    }

    /** Starts everything; what fails ends the agent. */
    void start() throws IOException {
        metrics.watch(settings, board, ticker, probe, trackFile.file());
        ProbeLoop probing = ProbeLoop.start(board, probe, ticker);
        loop = Optional.of(probing);
        running.push(probing);
        running.push(ControlSocket.open(settings.socket(), ticker, desk::answer));
        if (settings.agentCheck().isPresent()) {
            AgentCheckServer server =
                    AgentCheckServer.open(settings.agentCheck().get(), ticker, board::view, metrics::agentCheckReplied);
            agentCheck = Optional.of(server);
            running.push(server);
        }
        sayHello();
        Signal.handle(new Signal("HUP"), signal -> reload());
    }

    /** Takes the configuration as it is written now: whole, or not at all. */
    private synchronized void reload() {
        List<String> problems = new ArrayList<>();
        try {
            Settings next = Launch.order().source().load();
            problems.addAll(Preflight.files(probe, next.targets()));
            List<String> keys = Reload.needRestart(settings, next);
            if (!keys.isEmpty()) {
                problems.add("only a restart can change " + String.join(", ", keys));
            }
            if (problems.isEmpty()) {
                take(next);
            }
        } catch (InvalidConfiguration e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        metrics.reloaded(problems.isEmpty());
        if (!problems.isEmpty()) {
            LOG.error("the configuration was not taken, the old one is in force: "
                    + Printable.line(String.join("; ", problems), LONGEST_COMPLAINT));
        }
    }

    private void take(Settings next) {
        board.replace(new Plan(next.targets(), next.rule()));
        loop.ifPresent(ProbeLoop::follow);
        metrics.replace(settings, next, board, ticker, probe);
        next.agentCheck()
                .ifPresent(options -> agentCheck.ifPresent(server -> server.behave(options)));
        settings = next;
        LOG.info("the configuration was read again and is in force");
        sayHello();
    }

    /** A verdict may go stale without any outcome, and a track file may become writable again. */
    @Scheduled(every = "1s")
    void housekeep() {
        board.decide();
        trackFile.file().ifPresent(TrackFile::repair);
    }

    /**
     * Ends: haproxy first, which would keep the last bad word of an agent that is gone; probes last, so that every answer
     * until then is fresh. The track file is left as it is: the next agent, or keepalived's script, decides.
     */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (agentCheck.isPresent() && agentCheck.get().release()) {
            LOG.infof("stopping: releases haproxy for %s", Durations.format(settings.release()));
            ticker.sleepUntil(ticker.nanos() + settings.release().toNanos());
        }
        while (!running.isEmpty()) {
            close(running.pop());
        }
        LOG.info("stopped");
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("while stopping: " + e);
        }
    }

    private void sayHello() {
        LOG.infof(
                "vip-agent %s on %s: policy %s, control %s, http %s, agent-check %s",
                Version.current(),
                settings.node(),
                settings.rule().policy().label(),
                settings.socket(),
                settings.http(),
                settings.agentCheck()
                        .map(options -> options.listen().toString())
                        .orElse("none"));
        for (Target target : settings.targets()) {
            LOG.infof(
                    "target %s (%s) %s every %s: down is known within %s, up within %s",
                    target.name(),
                    target.role().label(),
                    target.url(),
                    Durations.format(target.cadence().interval()),
                    Durations.format(target.cadence().detection()),
                    Durations.format(target.cadence().recovery()));
        }
    }
}
