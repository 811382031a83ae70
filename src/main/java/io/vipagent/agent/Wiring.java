package io.vipagent.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.config.Preflight;
import io.vipagent.config.Settings;
import io.vipagent.keepalived.TrackFile;
import io.vipagent.kernel.Systemd;
import io.vipagent.metrics.Metrics;
import io.vipagent.monitor.Board;
import io.vipagent.monitor.MaintenanceFile;
import io.vipagent.monitor.Observer;
import io.vipagent.monitor.Plan;
import io.vipagent.probe.HttpsProbe;
import io.vipagent.status.Report;
import io.vipagent.time.SystemTicker;
import io.vipagent.time.Ticker;
import io.vipagent.version.Version;
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
    Settings settings() {
        return Launch.order().settings();
    }

    @Produces
    @Singleton
    Ticker ticker() {
        return new SystemTicker();
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
    TrackFiles trackFile(Settings settings) {
        return new TrackFiles(settings.keepalived()
                .trackFile()
                .map(file -> new TrackFile(file, settings.keepalived().onStop(), LOG::error)));
    }

    @Produces
    @Singleton
    Systemd systemd(Ticker ticker) {
        return new Systemd(System.getenv(), ProcessHandle.current().pid(), ticker);
    }

    @Produces
    @Singleton
    VipSide vip(Settings settings, Ticker ticker, MeterRegistry registry) {
        return new VipSide(settings, ticker, registry);
    }

    /** Anew for each who asks. */
    @Produces
    Report report(Settings settings, Ticker ticker, Board board, VipSide vip) {
        return new Report(settings.node(), Version.current(), ticker.wall(), board.view(), vip.report());
    }

    @Produces
    @Singleton
    Board board(Settings settings, Ticker ticker, Metrics metrics, TrackFiles trackFile) {
        List<Observer> observers = new ArrayList<>();
        // keepalived hears first: it is what the VIP waits for.
        trackFile.file().ifPresent(observers::add);
        observers.add(new TransitionLog());
        observers.add(metrics);
        return new Board(
                new Plan(settings.targets(), settings.rule()),
                Preflight.bootstraps(settings) ? settings.bootstrapGrace() : Duration.ZERO,
                ticker,
                MaintenanceFile.beside(settings.socket()),
                new Observers(observers));
    }

    /** The track file, where one is configured. */
    record TrackFiles(Optional<TrackFile> file) {}
}
