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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is counted and timed as it happens to a target: probes that ended, their phases, verdicts that turned. */
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
    private final String target;
    private final Counter passed;
    private final Counter late;
    private final Map<Reason, Counter> failed = new EnumMap<>(Reason.class);
    private final Map<Question, Counter> fresh = new EnumMap<>(Question.class);
    private final Map<Question, Counter> kept = new EnumMap<>(Question.class);
    private final Map<Phase, Timer> timers = new EnumMap<>(Phase.class);
    private final Map<String, Counter> transitions = new HashMap<>();

    /**
     * Has every counter and histogram of {@code target} at 0: one that came with its first event would hide that event
     * from rate(). Each is looked up once: to find six of them in the registry was a tenth of a probe.
     */
    ProbeMetrics(MeterRegistry registry, Target target) {
        this.registry = registry;
        this.counters = new Counters(registry);
        this.target = target.name();
        this.passed = probes("passed", NO_REASON);
        this.late = probes("late", Reason.SLOW.name());
        OF_PROBES.forEach(this::failed);
        Stream.of(Question.values()).forEach(question -> {
            questions(question, true);
            questions(question, false);
        });
        Stream.of(Phase.values()).forEach(this::timer);
        Stream.of("up", "slow", "down").forEach(this::transitions);
    }

    /** Takes an outcome of a probe. Called by the loop of this target alone. */
    void probed(Asked asked, Outcome outcome) {
        switch (outcome) {
            case Passed passes -> passed.increment();
            case Overdue overdue -> {
                // It has not ended.
                return;
            }
            case Late answered -> late.increment();
            case Failed failure -> failed(failure.reason()).increment();
        }
        questions(asked.question(), asked.fresh()).increment();
        outcome.phases().forEach((phase, nanos) -> timer(phase).record(nanos, TimeUnit.NANOSECONDS));
    }

    /** The verdict turned to {@code state}. Called by the loop of this target alone. */
    void turned(String state) {
        transitions(state).increment();
    }

    private Counter failed(Reason reason) {
        return failed.computeIfAbsent(reason, each -> probes("failed", each.name()));
    }

    private Counter transitions(String state) {
        return transitions.computeIfAbsent(
                state,
                to -> counters.of(
                        "target.transitions", "How often a target's verdict turned.", "target", target, "to", to));
    }

    private Counter probes(String result, String reason) {
        return counters.of(
                "probes",
                "Probes that ended, by result and reason.",
                "target",
                target,
                "result",
                result,
                "reason",
                reason);
    }

    /**
     * By what was asked and over which connection: a fresh one costs a handshake, a full question costs the target's
     * etcd.
     */
    private Counter questions(Question question, boolean overFresh) {
        return (overFresh ? fresh : kept)
                .computeIfAbsent(
                        question,
                        each -> counters.of(
                                "probe.questions",
                                "Probes that ended, by what was asked over which connection.",
                                "target",
                                target,
                                "question",
                                each.label(),
                                "connection",
                                overFresh ? "fresh" : "kept"));
    }

    /** The whole probe as a histogram; its parts as sums, since five histograms were most of what a scrape brought. */
    private Timer timer(Phase phase) {
        return timers.computeIfAbsent(phase, each -> each == Phase.TOTAL ? total(each) : part(each));
    }

    private Timer part(Phase phase) {
        return Timer.builder("vip.agent.probe.phase.duration")
                .description("How long each phase of a probe took.")
                .tag("target", target)
                .tag("phase", phase.label())
                .register(registry);
    }

    private Timer total(Phase phase) {
        return Timer.builder("vip.agent.probe.duration")
                .description("How long the whole probe took.")
                .tag("target", target)
                .tag("phase", phase.label())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
