package io.vipagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipagent.core.vip.VirtualRouter;
import io.vipagent.core.wire.Advert;
import io.vipagent.core.wire.AdvertError;
import io.vipagent.platform.time.HandTicker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Series are there from the start, so that rate() sees the first event too. */
class VirtualRouterMetricsTest {
    private static final VirtualRouter ONE = new VirtualRouter("VI_1", 51, "eth0", false);
    private static final VirtualRouter TWO = new VirtualRouter("VI_2", 51, "eth0", true);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HandTicker ticker = new HandTicker();
    private final VirtualRouterMetrics metrics = new VirtualRouterMetrics(registry, ticker);

    @Test
    void describesEachInstance() {
        metrics.describe(List.of(ONE, TWO));
        assertThat(registry.get("vip.agent.vrrp.info")
                        .tags("instance", "VI_2", "vrid", "51", "interface", "eth0", "family", "ipv6")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.getMeters()).hasSize(2);
    }

    @Test
    void countsByInstanceAndByKind() {
        AtomicBoolean hears = new AtomicBoolean();
        metrics.count(List.of(ONE, TWO), router -> hears.get() && router.equals(ONE));
        assertThat(registry.find("vip.agent.vrrp.advertisement.errors").counters())
                .hasSize(AdvertError.values().length);
        assertThat(gauge("listening", ONE)).isZero();
        assertThat(gauge("advertisement.last.timestamp", ONE)).isNaN();

        hears.set(true);
        metrics.heard(ONE, advert(100));
        metrics.heard(ONE, advert(0));
        metrics.faulty("eth0", AdvertError.TTL);

        assertThat(gauge("listening", ONE)).isEqualTo(1);
        assertThat(gauge("listening", TWO)).isZero();
        assertThat(counter("advertisements.received", ONE)).isEqualTo(2);
        assertThat(counter("advertisements.received", TWO)).isZero();
        assertThat(counter("priority.zero.received", ONE)).isEqualTo(1);
        assertThat(gauge("advertisement.last.timestamp", ONE))
                .isEqualTo(ticker.wall().toEpochMilli() / 1e3);
        assertThat(gauge("advertisement.last.timestamp", TWO)).isNaN();
        assertThat(registry.get("vip.agent.vrrp.advertisement.errors")
                        .tags("interface", "eth0", "kind", "ttl")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double gauge(String name, VirtualRouter router) {
        return registry.get("vip.agent.vrrp." + name)
                .tag("instance", router.name())
                .gauge()
                .value();
    }

    private double counter(String name, VirtualRouter router) {
        return registry.get("vip.agent.vrrp." + name)
                .tag("instance", router.name())
                .counter()
                .count();
    }

    private static Advert advert(int priority) {
        return new Advert(3, 51, priority, Duration.ofSeconds(1), 0, Optional.empty(), List.of());
    }
}
