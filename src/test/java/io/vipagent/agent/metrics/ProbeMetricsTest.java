package io.vipagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Question;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProbeMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Target local = Targets.of("local", TargetRole.LOCAL);
    private final ProbeMetrics metrics = new ProbeMetrics(registry, local);

    /** A counter that came with its first event would hide that event from rate(). */
    @Test
    void everyCounterIsAtZeroFromTheBeginning() {
        Set<Double> counts = new TreeSet<>();
        registry.get("vip.agent.probes").counters().forEach(counter -> counts.add(counter.count()));
        registry.get("vip.agent.probe.questions").counters().forEach(counter -> counts.add(counter.count()));
        registry.get("vip.agent.target.transitions").counters().forEach(counter -> counts.add(counter.count()));
        assertThat(counts).containsExactly(0.0);
        assertThat(probes("failed", Reason.CONNECT_REFUSED.name()).count()).isZero();
        assertThat(registry.find("vip.agent.probes")
                        .tag("reason", Reason.STALE.name())
                        .counters())
                .as("no probe ends so")
                .isEmpty();
    }

    @Test
    void countsWhatEndedByResultAndReason() {
        metrics.probed(Asked.full(1), Outcomes.passed());
        metrics.probed(Asked.full(2), Outcomes.failed(Reason.SERVER_ERROR));
        metrics.probed(Asked.full(3), Outcomes.failed(Reason.SERVER_ERROR));
        metrics.probed(Asked.full(4), new Overdue(Phases.NONE));
        assertThat(probes("passed", "NONE").count()).isEqualTo(1);
        assertThat(probes("failed", "SERVER_ERROR").count()).isEqualTo(2);
        assertThat(registry.get("vip.agent.probes").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void timesTheWholeProbeAndItsParts() {
        metrics.probed(Asked.full(1), Outcomes.measured());
        assertThat(registry.get("vip.agent.probe.duration").timer().count()).isEqualTo(1);
        assertThat(registry.get("vip.agent.probe.phase.duration")
                        .tag("phase", "connect")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void countsTheVerdictsThatTurned() {
        metrics.turned("down");
        assertThat(registry.get("vip.agent.target.transitions")
                        .tag("to", "down")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    /** None of a probe: the registry would be asked for each of them again and again. */
    @Test
    void hasEveryMeterThatAProbeNeedsFromTheBeginning() {
        List<Meter> before = registry.getMeters();
        metrics.probed(Asked.full(1), Outcomes.measured());
        metrics.probed(new Asked(Question.PING, 2, false), Outcomes.failed(Reason.CONNECT_REFUSED));
        metrics.turned("slow");
        assertThat(registry.getMeters()).containsExactlyInAnyOrderElementsOf(before);
    }

    private Counter probes(String result, String reason) {
        return registry.get("vip.agent.probes")
                .tag("target", "local")
                .tag("result", result)
                .tag("reason", reason)
                .counter();
    }
}
