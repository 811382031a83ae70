package io.vipagent.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.agent.history.HistoryFile;
import io.vipagent.agent.history.HistoryRecorder;
import io.vipagent.agent.history.RecentHistory;
import io.vipagent.agent.keepalived.TrackFile;
import io.vipagent.agent.keepalived.TrackFileWriter;
import io.vipagent.agent.metrics.Metrics;
import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.agent.monitor.MaintenanceFile;
import io.vipagent.agent.monitor.MonitoringPlan;
import io.vipagent.agent.monitor.Pulse;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.config.Settings;
import io.vipagent.core.health.Decision;
import io.vipagent.core.status.AgentStatus;
import io.vipagent.platform.Version;
import io.vipagent.platform.linux.Systemd;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Which part gets which: the only place where the agent's parts are made. */
@Singleton
public final class Wiring {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    @Produces
    @Singleton
    Settings settings(RunRequest request) {
        return request.settings();
    }

    @Produces
    @Singleton
    Ticker ticker() {
        return new SystemTicker();
    }

    @Produces
    @Singleton
    Pulse pulse(Ticker ticker) {
        return Pulse.start(ticker);
    }

    @Produces
    @Singleton
    HttpsProbe probe(Ticker ticker) {
        return new HttpsProbe(ticker, LOG::warn);
    }

    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return new Metrics(registry);
    }

    @Produces
    @Singleton
    TrackFileOutput trackFile(Settings settings, Ticker ticker) {
        return new TrackFileOutput(settings.keepalived()
                .trackFile()
                .map(file -> new TrackFile(file, settings.keepalived().onStop(), LOG::error))
                .map(file -> TrackFileWriter.start(file, ticker, LOG::error)));
    }

    @Produces
    @Singleton
    HistoryRecorder recorder(Settings settings, Ticker ticker) {
        HistoryFile file = new HistoryFile(HistoryFile.beside(settings.socket()), HistoryFile.DEFAULT_MAX_BYTES);
        return new HistoryRecorder(settings.node(), ticker, file, LOG::warn);
    }

    @Produces
    @Singleton
    RecentHistory recent(Settings settings, Ticker ticker) {
        return new RecentHistory(HistoryFile.beside(settings.socket()), ticker);
    }

    @Produces
    @Singleton
    HistoryLog history(HistoryRecorder recorder, Ticker ticker) {
        return new HistoryLog(recorder, ticker);
    }

    @Produces
    @Singleton
    Systemd systemd(Ticker ticker) {
        return new Systemd(System.getenv(), ticker);
    }

    @Produces
    @Singleton
    VipService vip(Settings settings, Ticker ticker, MeterRegistry registry, HistoryLog history) {
        return new VipService(settings, ticker, registry, history);
    }

    /** A bean of no scope: each injection, and each {@code Provider.get}, is a status of that moment. */
    @Produces
    AgentStatus report(Settings settings, Ticker ticker, TargetBoard board, VipService vip) {
        return new AgentStatus(settings.node(), Version.current(), ticker.wall(), board.view(), vip.report());
    }

    @Produces
    @Singleton
    TargetBoard board(
            Settings settings,
            Ticker ticker,
            Metrics metrics,
            TrackFileOutput trackFile,
            HistoryLog history,
            Pulse pulse) {
        List<HealthListener> observers = new ArrayList<>();
        // keepalived hears first: it is what the VIP waits for.
        trackFile.writer().ifPresent(observers::add);
        observers.add(history);
        observers.add(new TransitionLog(Preflight.bootstraps(settings)));
        observers.add(new ServingLog());
        observers.add(metrics);
        return new TargetBoard(
                new MonitoringPlan(settings.targets(), settings.rule()),
                Preflight.bootstraps(settings) ? settings.decision().bootstrapGrace() : Duration.ZERO,
                ticker,
                MaintenanceFile.beside(settings.socket()),
                new Observers(observers),
                pulse,
                trackFile.writer().map(TrackFileWriter::lastDecision).orElseGet(Decision::undecided));
    }

    /** The track file, where one is configured. */
    record TrackFileOutput(Optional<TrackFileWriter> writer) {}
}
