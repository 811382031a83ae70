package io.vipagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipagent.core.status.VipStatus;
import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.core.vip.Since;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpInstanceState;
import io.vipagent.core.vip.VrrpState;
import io.vipagent.core.vip.VrrpView;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Series are registered once, however often the same is heard: Micrometer would complain in the agent's log. */
class VipMetricsTest {
    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.100");

    private final Logger logger = Logger.getLogger(MeterRegistry.class.getName());
    private final List<String> complaints = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            complaints.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Level before = Level.INFO;

    @BeforeEach
    void listen() {
        before = logger.getLevel();
        logger.setLevel(Level.ALL);
        listener.setLevel(Level.ALL);
        logger.addHandler(listener);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(listener);
        logger.setLevel(before);
    }

    @Test
    void aSecondTransitionRegistersNothingAgain() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        VipMetrics metrics = metrics(registry);
        VrrpInstanceState backup = state(VrrpState.BACKUP);
        VrrpInstanceState master = state(VrrpState.MASTER);
        metrics.heard(Optional.empty(), backup);
        metrics.heard(Optional.of(backup), master);
        metrics.heard(Optional.of(master), backup);
        metrics.heard(Optional.of(backup), master);
        VipPresence here = new VipPresence(VIP, Optional.of("eth0"), true);
        metrics.seen(here);
        metrics.seen(new VipPresence(VIP, Optional.empty(), false));
        metrics.seen(here);
        assertThat(complaints).isEmpty();
        assertThat(registry.get("vip.agent.vrrp.transitions")
                        .tag("to", "master")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.find("vip.agent.vrrp.priority").gauges()).hasSize(1);
        assertThat(registry.find("vip.agent.vrrp.state").gauges()).hasSize(VrrpState.values().length);
    }

    private static VipMetrics metrics(MeterRegistry registry) {
        VipStatus status = new VipStatus(
                List.of(VIP),
                List.of(),
                new VrrpView(List.of(), new Since<>(false, 0)),
                KeepalivedState.UNKNOWN,
                List.of(),
                Optional.empty());
        VipMetrics metrics = new VipMetrics(registry, () -> status);
        metrics.watch(() -> 0, () -> 0);
        return metrics;
    }

    private static VrrpInstanceState state(VrrpState state) {
        return new VrrpInstanceState("VI_1", state, Instant.EPOCH, 0, OptionalInt.of(100), 0);
    }
}
