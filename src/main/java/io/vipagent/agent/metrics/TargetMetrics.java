package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.health.TlsSession;
import io.vipagent.core.health.Verdict.Slow;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.platform.time.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The metrics of each target: how it stands, read when it is scraped, beside what its probes found. */
final class TargetMetrics {
    private final MeterRegistry registry;
    private final Map<String, ProbeMetrics> probes = new ConcurrentHashMap<>();
    private final Map<String, Watched> watches = new ConcurrentHashMap<>();

    TargetMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** There is an outcome of a probe of {@code target}. */
    void probed(Target target, Asked asked, Outcome outcome) {
        probes(target).probed(asked, outcome);
        Watched watched = watches.get(target.name());
        if (watched != null && !(outcome instanceof Overdue)) {
            watched.probed(outcome);
        }
    }

    /** The verdict on a target changed its kind. */
    void turned(TargetSnapshot after) {
        probes(after.target()).turned(HealthText.state(after.health(after.lastNanos())));
    }

    /** {@code target} is no longer probed. */
    void forget(Target target) {
        watches.remove(target.name());
        probes.remove(target.name());
    }

    private ProbeMetrics probes(Target target) {
        return probes.computeIfAbsent(target.name(), _ -> new ProbeMetrics(registry, target));
    }

    /** What is remembered of a target between its outcomes. */
    private final class Watched {
        private final Target target;
        private final HttpsProbe probe;
        private final Optional<VipGapMetrics> gap;
        private Optional<TlsSession> session = Optional.empty();
        private Optional<Gauge> sessionInfo = Optional.empty();

        Watched(Target target, Ticker ticker, HttpsProbe probe) {
            this.target = target;
            this.probe = probe;
            this.gap = target.role() == TargetRole.VIP
                    ? Optional.of(new VipGapMetrics(registry, target, ticker))
                    : Optional.empty();
        }

        void begin() {
            Gauge.builder(
                            "vip.agent.probe.http.status.code",
                            () -> probe.lastAnswer(target).status())
                    .description("The HTTP status of the newest full question; 0 where no answer came.")
                    .tag("target", target.name())
                    .register(registry);
            gap.ifPresent(VipGapMetrics::begin);
        }

        /** Called by the loop of this target alone. */
        void probed(Outcome outcome) {
            if (gap.isPresent()) {
                gap.get().probed(outcome);
            }
            Optional<TlsSession> agreed = probe.lastAnswer(target).session();
            if (!agreed.equals(session)) {
                session = agreed;
                sessionInfo.ifPresent(registry::remove);
                sessionInfo = agreed.map(this::sessionInfo);
            }
        }

        private Gauge sessionInfo(TlsSession agreed) {
            return Gauge.builder("vip.agent.tls.info", () -> 1)
                    .description("What the newest TLS handshake agreed on; always 1.")
                    .tag("target", target.name())
                    .tag("version", agreed.version())
                    .tag("cipher", agreed.cipher())
                    .register(registry);
        }
    }

    /** Registers what is read from the board when it is scraped. */
    void watch(Target target, TargetBoard board, Ticker ticker, HttpsProbe probe) {
        probes(target);
        Watched watched = new Watched(target, ticker, probe);
        watches.put(target.name(), watched);
        watched.begin();
        Supplier<TargetSnapshot> now = () -> board.snapshot(target.name());
        Gauge.builder(
                        "vip.agent.target.up",
                        () -> number(now.get().health(ticker.nanos()).answer().healthy()))
                .description("1 while the target is proven up and the proof is fresh.")
                .tag("target", target.name())
                .tag("role", target.role().label())
                .register(registry);
        streak(target, "passed", () -> now.get().verdict().streak().passes());
        streak(target, "failed", () -> now.get().verdict().streak().failures());
        perTarget(
                target,
                "target.stale",
                "1 while no outcome came in time.",
                now,
                snapshot -> number(!snapshot.health(ticker.nanos()).fresh()));
        perTarget(
                target,
                "target.slow",
                "1 while the target is not in time, and not proven dead.",
                now,
                snapshot -> number(snapshot.verdict() instanceof Slow));
        seconds(
                target,
                "target.latency.median",
                "The median of the newest full questions that were answered, or wait for an answer; NaN before one.",
                now,
                snapshot -> seconds(snapshot.history().medianNanos()));
        seconds(
                target,
                "target.latency.spread",
                "The distance between the quartiles of the same latencies; NaN before one.",
                now,
                snapshot -> seconds(snapshot.history().spreadNanos()));
        perTarget(
                target,
                "tls.files.broken",
                "1 while TLS files on disk cannot be used.",
                now,
                snapshot -> number(probe.fileProblem(target.tlsSettings()).isPresent()));
        seconds(
                target,
                "target.last.transition.timestamp",
                "When the verdict last turned.",
                now,
                snapshot -> snapshot.since().toEpochMilli() / 1e3);
        seconds(
                target,
                "tls.certificate.not.after.timestamp",
                "When the certificate that was last shown expires, verified or not; NaN before one was shown.",
                now,
                snapshot -> snapshot.certificate()
                        .map(certificate -> (double) certificate.notAfter().getEpochSecond())
                        .orElse(Double.NaN));
        for (Role role : List.of(Role.SERVER, Role.INTERMEDIATE, Role.CA)) {
            term(
                    target,
                    role,
                    () -> now.get().certificate().stream()
                            .flatMap(certificate -> certificate.terms().stream())
                            .filter(term -> term.role() == role));
        }
        if (target.tlsSettings().client().isPresent()) {
            term(target, Role.CLIENT, () -> probe.clientCertificate(target.tlsSettings()).stream());
        }
    }

    private void term(Target target, Role role, Supplier<Stream<CertificateTerm>> terms) {
        Gauge.builder(
                        "vip.agent.tls.chain.not.after.timestamp",
                        () -> terms.get()
                                .mapToDouble(term -> term.notAfter().getEpochSecond())
                                .min()
                                .orElse(Double.NaN))
                .description(
                        "When the first certificate of this role expires that the target depends on; NaN where none.")
                .baseUnit("seconds")
                .tag("target", target.name())
                .tag("role", role.label())
                .register(registry);
    }

    private void streak(Target target, String outcome, Supplier<Number> length) {
        Gauge.builder("vip.agent.target.consecutive", length)
                .description("Consecutive equal outcomes at this moment.")
                .tag("target", target.name())
                .tag("outcome", outcome)
                .register(registry);
    }

    private void perTarget(
            Target target,
            String name,
            String help,
            Supplier<TargetSnapshot> now,
            ToDoubleFunction<TargetSnapshot> value) {
        Gauge.builder("vip.agent." + name, () -> value.applyAsDouble(now.get()))
                .description(help)
                .tag("target", target.name())
                .register(registry);
    }

    private void seconds(
            Target target,
            String name,
            String help,
            Supplier<TargetSnapshot> now,
            ToDoubleFunction<TargetSnapshot> value) {
        Gauge.builder("vip.agent." + name, () -> value.applyAsDouble(now.get()))
                .description(help)
                .baseUnit("seconds")
                .tag("target", target.name())
                .register(registry);
    }

    private static double seconds(OptionalLong nanos) {
        return nanos.isPresent() ? nanos.getAsLong() / 1e9 : Double.NaN;
    }

    private static int number(boolean value) {
        return value ? 1 : 0;
    }
}
