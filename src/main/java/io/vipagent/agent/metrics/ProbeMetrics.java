package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Question;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.Target;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** What is counted and timed as it happens to each target: probes that ended, their phases, verdicts that turned. */
final class ProbeMetrics {
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

    ProbeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.counters = new Counters(registry);
    }

    /** Has every counter and histogram at 0: one that came with its first event would hide that event from rate(). */
    void begin(Target target) {
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

    /** Takes an outcome of a probe of {@code target}. */
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
    }

    /** The verdict on {@code target} turned to {@code state}. */
    void turned(Target target, String state) {
        transitions(target, state).increment();
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
}
