package io.vipagent.agent;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vipagent.agent.Wiring.TrackFileOutput;
import io.vipagent.agent.control.ControlSocket;
import io.vipagent.agent.haproxy.AgentCheckServer;
import io.vipagent.agent.history.HistoryRecorder;
import io.vipagent.agent.history.RecentHistory;
import io.vipagent.agent.http.Doorkeeper;
import io.vipagent.agent.keepalived.TrackFileWriter;
import io.vipagent.agent.metrics.Metrics;
import io.vipagent.agent.monitor.ProbeLoop;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.config.Settings;
import io.vipagent.core.status.AgentStatus;
import io.vipagent.core.target.Target;
import io.vipagent.core.text.Durations;
import io.vipagent.platform.Version;
import io.vipagent.platform.linux.Signals;
import io.vipagent.platform.linux.Systemd;
import io.vipagent.platform.time.Ticker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The running agent: starts the loops and the servers, and ends them in an order that harms neither haproxy nor
 * keepalived.
 */
@Singleton
public class Agent {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    private final RunRequest request;
    private final TargetBoard board;
    private final HttpsProbe probe;
    private final Ticker ticker;
    private final Metrics metrics;
    private final TrackFileOutput trackFile;
    private final VipService vip;
    private final Systemd systemd;
    private final Housekeeping housekeeping;
    private final HistoryLog history;
    private final HistoryRecorder recorder;
    private final Doorkeeper doorkeeper;
    private final ControlHandler control;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile Optional<AgentCheckServer> agentCheck = Optional.empty();
    private volatile Duration release;

    @Inject
    public Agent(
            RunRequest request,
            TargetBoard board,
            HttpsProbe probe,
            Ticker ticker,
            Metrics metrics,
            TrackFileOutput trackFile,
            VipService vip,
            Systemd systemd,
            Housekeeping housekeeping,
            HistoryLog history,
            HistoryRecorder recorder,
            RecentHistory recent,
            Doorkeeper doorkeeper,
            Provider<AgentStatus> reports,
            PrometheusMeterRegistry registry) {
        this.request = request;
        this.release = request.settings().agentCheck().release();
        this.board = board;
        this.probe = probe;
        this.ticker = ticker;
        this.metrics = metrics;
        this.trackFile = trackFile;
        this.vip = vip;
        this.systemd = systemd;
        this.housekeeping = housekeeping;
        this.history = history;
        this.recorder = recorder;
        this.control = new ControlHandler(
                board,
                reports::get,
                vip::hear,
                registry::scrape,
                metrics::checked,
                history,
                recent,
                tells(request.settings()));
        this.doorkeeper = doorkeeper;
    }

    private static boolean tells(Settings settings) {
        return settings.agentCheck().listen().isPresent()
                || settings.keepalived().trackFile().isPresent();
    }

    /** Starts everything; what fails ends the agent. */
    void start() throws IOException {
        AgentLog.takeConsole();
        LastResort.onLostSignal(this::end);
        Settings settings = request.settings();
        running.push(recorder);
        history.started("vip-agent " + Version.current() + " started");
        metrics.watchLog(AgentLog::dropped);
        metrics.watch(settings, board, ticker, probe, trackFile.writer());
        vip.start();
        running.push(vip);
        ProbeLoop loop = ProbeLoop.start(board, probe::prober, ticker);
        running.push(loop);
        running.push(ControlSocket.open(settings.socket(), ticker, control::answer));
        if (settings.agentCheck().listen().isPresent()) {
            AgentCheckServer server =
                    AgentCheckServer.open(settings.agentCheck(), ticker, board::view, metrics::agentCheckReplied);
            agentCheck = Optional.of(server);
            board.onSnapshot(server::hear);
            running.push(server);
        }
        running.push(housekeeping.begin());
        if (!doorkeeper.isAtTheDoor()) {
            LOG.error("a defect: the HTTP port has no limits, and http.allow is not in force; please report it");
        }
        sayHello(settings);
        if (settings.http().tls().isEmpty()
                && !settings.http().listen().getAddress().isLoopbackAddress()) {
            LOG.infof(
                    "http: %s answers in the clear and whoever is in http.allow; http.tls encrypts it and asks "
                            + "for credentials",
                    settings.http().listen());
        }
        Reload reload = new Reload(request, board, probe, ticker, metrics, loop, agentCheck, this::taken, history);
        Signals.onHangUp(() -> reload(reload));
        systemd.ready();
    }

    /**
     * Ends: haproxy first, which would keep the last bad word of an agent that is gone; probes last, so that every
     * answer until then is fresh. What becomes of the track file, the configuration says; keepalived's script is there.
     */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        systemd.stopping();
        history.stopping();
        trackFile.writer().ifPresent(TrackFileWriter::stop);
        if (agentCheck.isPresent() && agentCheck.get().release()) {
            LOG.infof("stopping: releases haproxy for %s", Durations.format(release));
            ticker.sleepUntil(ticker.nanos() + release.toNanos());
        }
        if (trackFile.writer().isPresent()) {
            trackFile.writer().get().awaitEnd();
        }
        while (!running.isEmpty()) {
            close(running.pop());
        }
        LOG.info("stopped");
        AgentLog.drain();
    }

    private void end() {
        try {
            stop(new ShutdownEvent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reload(Reload reload) {
        systemd.reloading();
        try {
            reload.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a defect: the configuration was not read again", e);
        }
        housekeeping.settle();
        systemd.ready();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("while stopping: " + e);
        }
    }

    private void taken(Settings settings) {
        release = settings.agentCheck().release();
        sayHello(settings);
    }

    private void sayHello(Settings settings) {
        settings.targets().stream()
                .flatMap(target -> Preflight.awaited(target).stream())
                .distinct()
                .forEach(file -> LOG.infof(
                        "waits for %s, which comes when the cluster is made or this node joins it: STARTING until then",
                        file));
        LOG.infof(
                "vip-agent %s on %s: policy %s, control %s, http %s, agent-check %s",
                Version.current(),
                settings.node(),
                settings.rule().policy().label(),
                settings.socket(),
                settings.http().listen(),
                settings.agentCheck().listen().map(InetSocketAddress::toString).orElse("none"));
        for (Target target : settings.targets()) {
            LOG.infof(
                    "target %s (%s) %s every %s: down is known within %s, up within %s",
                    target.name(),
                    target.role().label(),
                    target.url(),
                    Durations.format(target.schedule().interval()),
                    Durations.format(target.schedule().known()),
                    Durations.format(target.schedule().recovery()));
        }
    }
}
