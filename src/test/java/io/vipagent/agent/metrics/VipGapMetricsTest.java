package io.vipagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import io.vipagent.platform.time.HandTicker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VipGapMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HandTicker ticker = new HandTicker(0);
    private final VipGapMetrics metrics = new VipGapMetrics(registry, Targets.of("vip", TargetRole.VIP), ticker);

    @BeforeEach
    void begin() {
        metrics.begin();
    }

    @Test
    void everySeriesIsThereBeforeTheFirstGap() {
        assertThat(gaps().count()).isZero();
        assertThat(gauge("last")).isNaN();
        assertThat(gauge("ongoing")).isZero();
    }

    @Test
    void aGapLastsFromTheLastGoodAnswerToTheNext() {
        metrics.probed(Outcomes.passed());
        ticker.advance(Duration.ofSeconds(1));
        metrics.probed(Outcomes.failed(Reason.CONNECT_TIMEOUT));
        ticker.advance(Duration.ofSeconds(1));
        assertThat(gauge("ongoing")).isEqualTo(2);
        assertThat(gauge("last")).isNaN();
        ticker.advance(Duration.ofMillis(500));
        metrics.probed(Outcomes.passed());
        assertThat(gauge("ongoing")).isZero();
        assertThat(gauge("last")).isEqualTo(2.5);
        assertThat(gaps().count()).isEqualTo(1);
        assertThat(gaps().totalTime(TimeUnit.SECONDS)).isEqualTo(2.5);
    }

    private double gauge(String name) {
        return registry.get("vip.agent.vip.gap." + name)
                .tag("target", "vip")
                .gauge()
                .value();
    }

    private Timer gaps() {
        return registry.get("vip.agent.vip.gap").tag("target", "vip").timer();
    }
}
