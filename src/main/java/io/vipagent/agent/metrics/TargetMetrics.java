package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Question;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.ServiceGap;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.health.TlsSession;
import io.vipagent.core.health.Verdict.Slow;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The metrics of each target: what its probes found, and how it stands. */
final class TargetMetrics {
    private static final String NO_REASON = "NONE";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5)
    };

    /** What a probe can end with. */
    private static final Set<Reason> OF_PROBES =
            EnumSet.complementOf(EnumSet.of(Reason.AGENT_UNREACHABLE, Reason.STALE, Reason.MAINTENANCE, Reason.SLOW));

    private final MeterRegistry registry;
    private final Counters counters;
    private final Map<String, Watched> watches = new ConcurrentHashMap<>();

    TargetMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.counters = new Counters(registry);
    }

    /** A probe of {@code target} ended. */
    void probed(Target target, Asked asked, Outcome outcome) {
        switch (outcome) {
            case Passed passed -> probes(target, "passed", NO_REASON).increment();
            case Overdue overdue -> {
                // It has not ended.
                return;
            }
            case Late late -> probes(target, "late", Reason.SLOW.name()).increment();
            case Failed failed ->
                probes(target, "failed", failed.reason().name()).increment();
        }
        questions(target, asked.question(), asked.fresh()).increment();
        outcome.phases().forEach((phase, nanos) -> timer(target, phase).record(Duration.ofNanos(nanos)));
        Watched watched = watches.get(target.name());
        if (watched != null) {
            watched.probed(outcome);
        }
    }

    /** The verdict on a target changed its kind. */
    void turned(TargetSnapshot after) {
        transitions(after.target(), HealthText.state(after.health(after.lastNanos())))
                .increment();
    }

    /** {@code target} is no longer probed. */
    void forget(Target target) {
        watches.remove(target.name());
    }

    /** What is remembered of a target between its outcomes. */
    private final class Watched {
        private final Target target;
        private final Ticker ticker;
        private final HttpsProbe probe;
        private Optional<TlsSession> session = Optional.empty();
        private Optional<Gauge> sessionInfo = Optional.empty();
        private volatile ServiceGap gap = ServiceGap.NONE;
        private volatile double lastGap = Double.NaN;

        Watched(Target target, Ticker ticker, HttpsProbe probe) {
            this.target = target;
            this.ticker = ticker;
            this.probe = probe;
        }

        void begin() {
            Gauge.builder(
                            "vip.agent.probe.http.status.code",
                            () -> probe.lastAnswer(target).status())
                    .description("The HTTP status of the newest full question; 0 where no answer came.")
                    .tag("target", target.name())
                    .register(registry);
            if (target.role() == TargetRole.VIP) {
                gaps();
                gap("last", "The newest gap that ended; NaN before one.", () -> lastGap);
                gap(
                        "ongoing",
                        "How long the gap has lasted so far; 0 while there is none.",
                        () -> gap.lasting(ticker.nanos())
                                .map(TargetMetrics::seconds)
                                .orElse(0.0));
            }
        }

        /** Called by the loop of this target alone. */
        void probed(Outcome outcome) {
            if (target.role() == TargetRole.VIP) {
                long now = ticker.nanos();
                gap.endedBy(outcome, now).ifPresent(lasted -> {
                    gaps().record(lasted);
                    lastGap = seconds(lasted);
                });
                gap = gap.after(outcome, now);
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

        private Timer gaps() {
            return Timer.builder("vip.agent.vip.gap")
                    .description("How long no good answer came through the VIP, from the last before to the next.")
                    .tag("target", target.name())
                    .register(registry);
        }

        private void gap(String name, String help, Supplier<Number> value) {
            Gauge.builder("vip.agent.vip.gap." + name, value)
                    .description(help)
                    .baseUnit("seconds")
                    .tag("target", target.name())
                    .register(registry);
        }
    }

    /** Has every counter and histogram at 0: one that came with its first event would hide that event from rate(). */
    private void begin(Target target) {
        probes(target, "passed", NO_REASON);
        probes(target, "late", Reason.SLOW.name());
        for (Question question : Question.values()) {
            questions(target, question, true);
            questions(target, question, false);
        }
        OF_PROBES.forEach(reason -> probes(target, "failed", reason.name()));
        Stream.of(Phase.values()).forEach(phase -> timer(target, phase));
        Stream.of("up", "slow", "down").forEach(state -> transitions(target, state));
    }

    /** Registers what is read from the board when it is scraped. */
    void watch(Target target, TargetBoard board, Ticker ticker, HttpsProbe probe) {
        begin(target);
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

    private Counter probes(Target target, String result, String reason) {
        return counters.of(
                "probes",
                "Probes that ended, by result and reason.",
                "target",
                target.name(),
                "result",
                result,
                "reason",
                reason);
    }

    /**
     * By what was asked and over which connection: a fresh one costs a handshake, a full question costs the target's
     * etcd.
     */
    private Counter questions(Target target, Question question, boolean fresh) {
        return counters.of(
                "probe.questions",
                "Probes that ended, by what was asked over which connection.",
                "target",
                target.name(),
                "question",
                question.label(),
                "connection",
                fresh ? "fresh" : "kept");
    }

    /** The whole probe as a histogram; its parts as sums, since five histograms were most of what a scrape brought. */
    private Timer timer(Target target, Phase phase) {
        return phase == Phase.TOTAL ? total(target, phase) : part(target, phase);
    }

    private Timer part(Target target, Phase phase) {
        return Timer.builder("vip.agent.probe.phase.duration")
                .description("How long each phase of a probe took.")
                .tag("target", target.name())
                .tag("phase", phase.label())
                .register(registry);
    }

    private Timer total(Target target, Phase phase) {
        return Timer.builder("vip.agent.probe.duration")
                .description("How long the whole probe took.")
                .tag("target", target.name())
                .tag("phase", phase.label())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter transitions(Target target, String to) {
        return counters.of(
                "target.transitions", "How often a target's verdict turned.", "target", target.name(), "to", to);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double seconds(OptionalLong nanos) {
        return nanos.isPresent() ? nanos.getAsLong() / 1e9 : Double.NaN;
    }

    private static int number(boolean value) {
        return value ? 1 : 0;
    }
}
