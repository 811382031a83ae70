package io.vipagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Question;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import org.junit.jupiter.api.Test;

/** What the counters of a target count. */
class TargetMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TargetMetrics metrics = new TargetMetrics(registry);
    private final Target local = Targets.of("local", TargetRole.LOCAL);

    @Test
    void questionsCountByWhatWasAskedAndOverWhichConnection() {
        metrics.probed(local, new Asked(Question.FULL, 1, true), Outcomes.passed());
        metrics.probed(local, new Asked(Question.PING, 2, false), Outcomes.passed());
        metrics.probed(local, new Asked(Question.PING, 3, false), Outcomes.passed());
        metrics.probed(local, new Asked(Question.FULL, 4, true), new Overdue(Phases.NONE));
        assertThat(count("full", "fresh")).isEqualTo(1);
        assertThat(count("ping", "kept")).isEqualTo(2);
        assertThat(registry.find("vip.agent.probes").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum())
                .isEqualTo(3);
    }

    private double count(String question, String connection) {
        return registry.get("vip.agent.probe.questions")
                .tag("question", question)
                .tag("connection", connection)
                .counter()
                .count();
    }
}
