package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.agent.keepalived.TrackFileWriter;
import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.config.Settings;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Bootstrapping;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.target.Target;
import io.vipagent.platform.Version;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every metric, by the names that docs/METRICS.md explains. State that changes is a value, never a label; labels are
 * bounded by the configuration and by closed enums. All series are there from the start and stay.
 */
public final class Metrics implements HealthListener {
    private static final String HEALTHY = "HEALTHY";
    /** What a decision can be for: nobody asks an agent that is not there. */
    private static final Set<Reason> OF_DECISIONS = EnumSet.complementOf(EnumSet.of(Reason.AGENT_UNREACHABLE));

    private final MeterRegistry registry;
    private final Counters counters;
    private final TargetMetrics targets;
    private final AtomicReference<Double> lastReload = new AtomicReference<>(Double.NaN);
    private final AtomicBoolean reloadSucceeded = new AtomicBoolean(true);

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        this.counters = new Counters(registry);
        this.targets = new TargetMetrics(registry);
    }

    /** Registers everything that is read from the board when it is scraped. */
    public void watch(
            Settings settings,
            TargetBoard board,
            Ticker ticker,
            HttpsProbe probe,
            Optional<TrackFileWriter> trackFile) {
        begin();
        settings.targets().forEach(target -> targets.watch(target, board, ticker, probe));
        gauge(
                "decision",
                "1 while this node may hold the VIP.",
                () -> number(board.view().decision().mayHoldVip()));
        gauge(
                "apiservers.serving",
                "How many of the known apiservers, this node's and the others', serve, be it slowly; at 0 "
                        + "haproxy lets clients in unchecked.",
                () -> board.view().serving());
        for (Reason reason : Reason.values()) {
            Gauge.builder(
                            "vip.agent.decision.reason",
                            () -> number(reasonOf(board.view().decision()).equals(Optional.of(reason))))
                    .description("1 for the reason why the VIP may not be held, or is held on to.")
                    .tag("reason", reason.name())
                    .register(registry);
        }
        gauge(
                "maintenance",
                "1 while an operator has drained this node.",
                () -> number(board.view().maintenance().isPresent()));
        Gauge.builder(
                        "vip.agent.maintenance.remaining",
                        () -> board.view()
                                .drainLeft()
                                .map(left -> left.toMillis() / 1e3)
                                .orElse(Double.NaN))
                .description(
                        "After how long the drain ends by itself; NaN where the node is not drained, or without end.")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("vip.agent.heartbeat.timestamp", () -> heartbeat(board, ticker))
                .description("When the loop that is furthest behind last ended a probe.")
                .baseUnit("seconds")
                .register(registry);
        trackFile.ifPresent(file -> gauge(
                "track.file.failed",
                "1 while keepalived's track file could not be brought up to date, or its disk has not answered for "
                        + "a second.",
                () -> number(file.failed())));
        reloads(ticker);
        new ProcessMetrics(registry).watch(ticker);
        configInfo(settings);
        Gauge.builder("vip.agent.build.info", () -> 1)
                .description("Which build this is; always 1.")
                .tag("version", Version.current())
                .tag("revision", Version.revision())
                .tag("runtime", Version.runtime())
                .register(registry);
    }

    @Override
    public void probed(Target target, Asked asked, Outcome outcome) {
        targets.probed(target, asked, outcome);
    }

    /** Registers how many lines of the log were dropped so far. */
    public void watchLog(Supplier<Long> dropped) {
        FunctionCounter.builder("vip.agent.log.lines.dropped", dropped, lines -> lines.get())
                .description("Log lines that nobody read in time.")
                .register(registry);
    }

    @Override
    public void turned(TargetSnapshot before, TargetSnapshot after, Duration lasted) {
        targets.turned(after);
    }

    @Override
    public void decided(Decision before, Decision after) {
        decisions(after.label()).increment();
        if (after instanceof Denied denied) {
            denials(denied.reason()).increment();
        }
    }

    /** Counts an answer to {@code vip-agent check}. */
    public void checked(Health answer) {
        checks(answer instanceof Unhealthy unhealthy ? unhealthy.reason().name() : HEALTHY)
                .increment();
    }

    /** Counts a reply to haproxy's agent-check. */
    public void agentCheckReplied(String reply) {
        replies(reply).increment();
    }

    /** Takes the place of what was watched before: series of targets that are gone go too. */
    public void replace(Settings before, Settings after, TargetBoard board, Ticker ticker, HttpsProbe probe) {
        before.targets().stream()
                .filter(target -> !after.targets().contains(target))
                .forEach(target -> {
                    forget("target", target.name());
                    targets.forget(target);
                    probe.forget(target);
                });
        after.targets().stream()
                .filter(target -> !before.targets().contains(target))
                .forEach(target -> targets.watch(target, board, ticker, probe));
        forget("policy", before.rule().policy().label());
        configInfo(after);
    }

    private void reloads(Ticker ticker) {
        lastReload.set(ticker.wall().toEpochMilli() / 1e3);
        gauge(
                "config.last.reload.successful",
                "1 where the configuration on disk was taken when it was last read, 0 where an older one is in force.",
                () -> number(reloadSucceeded.get()));
        Gauge.builder("vip.agent.config.last.reload.success.timestamp", lastReload::get)
                .description("When the configuration that is in force was read.")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Counts a configuration that was read again at {@code wall}. */
    public void reloaded(boolean applied, Instant wall) {
        reloadSucceeded.set(applied);
        if (applied) {
            lastReload.set(wall.toEpochMilli() / 1e3);
        }
        reloads(applied ? "applied" : "rejected").increment();
    }

    private void forget(String tag, String value) {
        registry.getMeters().stream()
                .filter(meter -> value.equals(meter.getId().getTag(tag)))
                .forEach(registry::remove);
    }

    private void configInfo(Settings settings) {
        Gauge.builder("vip.agent.config.info", () -> 1)
                .description("The node and the policy in force; always 1.")
                .tag("node", settings.node())
                .tag("policy", settings.rule().policy().label())
                .register(registry);
    }

    /** Has every counter and histogram at 0: one that came with its first event would hide that event from rate(). */
    void begin() {
        Stream.of("granted", "held", "bootstrap", "denied").forEach(this::decisions);
        Stream.of("applied", "rejected").forEach(this::reloads);
        checks(HEALTHY);
        OF_DECISIONS.forEach(this::denials);
        OF_DECISIONS.forEach(reason -> checks(reason.name()));
        Stream.of("up", "down", "unknown", "drain", "maint", "refused").forEach(this::replies);
    }

    private Counter decisions(String to) {
        return counters.of("decision.changes", "How often the decision changed.", "to", to);
    }

    private Counter denials(Reason reason) {
        return counters.of(
                "decision.denials",
                "How often the decision became denied, by the reason that it had then.",
                "reason",
                reason.name());
    }

    private Counter reloads(String result) {
        return counters.of("config.reloads", "Configurations that were read again on SIGHUP.", "result", result);
    }

    private Counter checks(String result) {
        return counters.of("checks", "Answers to vip-agent check.", "result", result);
    }

    private Counter replies(String reply) {
        return counters.of(
                "agent.check.replies",
                "Replies to haproxy's agent-check; refused: the client is not allowed.",
                "reply",
                reply);
    }

    private void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder("vip.agent." + name, value).description(help).register(registry);
    }

    private static double heartbeat(TargetBoard board, Ticker ticker) {
        long now = ticker.nanos();
        long oldest = board.view().snapshots().stream()
                .mapToLong(snapshot -> now - snapshot.lastNanos())
                .max()
                .orElse(0);
        return ticker.wall().toEpochMilli() / 1e3 - oldest / 1e9;
    }

    private static Optional<Reason> reasonOf(Decision decision) {
        return switch (decision) {
            case Granted granted -> Optional.empty();
            case Held held -> Optional.of(held.reason());
            case Bootstrapping waiting -> Optional.of(waiting.reason());
            case Denied denied -> Optional.of(denied.reason());
        };
    }

    private static int number(boolean value) {
        return value ? 1 : 0;
    }
}
