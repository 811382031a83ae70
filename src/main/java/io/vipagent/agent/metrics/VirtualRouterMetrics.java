package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.agent.vip.AdvertObserver;
import io.vipagent.core.vip.VirtualRouter;
import io.vipagent.core.wire.Advert;
import io.vipagent.core.wire.AdvertError;
import io.vipagent.platform.time.Ticker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The metrics of keepalived's VRRP instances that no state changes, and of the advertisements of the other nodes. All
 * series are there from the start and stay.
 */
public final class VirtualRouterMetrics implements AdvertObserver {
    private static final double MILLIS = 1e3;

    private final MeterRegistry registry;
    private final Counters counters;
    private final Ticker ticker;
    private final Map<String, Double> last = new ConcurrentHashMap<>();

    public VirtualRouterMetrics(MeterRegistry registry, Ticker ticker) {
        this.registry = registry;
        this.counters = new Counters(registry);
        this.ticker = ticker;
    }

    /** Registers what the configuration says of each instance. */
    public void describe(List<VirtualRouter> routers) {
        routers.forEach(router -> Gauge.builder("vip.agent.vrrp.info", () -> 1)
                .description("What keepalived.conf says of the VRRP instance; always 1.")
                .tag("instance", router.name())
                .tag("vrid", Integer.toString(router.routerId()))
                .tag("interface", router.networkInterface())
                .tag("family", router.family())
                .register(registry));
    }

    /** Registers what is counted; {@code hears} tells whether an instance's advertisements are heard at this moment. */
    public void count(List<VirtualRouter> routers, Predicate<VirtualRouter> hears) {
        for (VirtualRouter router : routers) {
            received(router);
            priorityZero(router);
            Gauge.builder("vip.agent.vrrp.listening", () -> hears.test(router) ? 1 : 0)
                    .description("1 while the advertisements of the other nodes are heard.")
                    .tag("instance", router.name())
                    .register(registry);
            Gauge.builder(
                            "vip.agent.vrrp.advertisement.last.timestamp",
                            () -> last.getOrDefault(router.name(), Double.NaN))
                    .description("When an advertisement of another node was last heard; NaN before one.")
                    .baseUnit("seconds")
                    .tag("instance", router.name())
                    .register(registry);
        }
        routers.stream().map(VirtualRouter::networkInterface).distinct().forEach(name -> {
            for (AdvertError error : AdvertError.values()) {
                errors(name, error);
            }
        });
    }

    @Override
    public void heard(VirtualRouter router, Advert advert) {
        last.put(router.name(), ticker.wall().toEpochMilli() / MILLIS);
        received(router).increment();
        if (advert.priority() == 0) {
            priorityZero(router).increment();
        }
    }

    @Override
    public void faulty(String networkInterface, AdvertError error) {
        errors(networkInterface, error).increment();
    }

    private Counter received(VirtualRouter router) {
        return counters.of(
                "vrrp.advertisements.received",
                "Advertisements of other nodes for the VRRP instance.",
                "instance",
                router.name());
    }

    private Counter priorityZero(VirtualRouter router) {
        return counters.of(
                "vrrp.priority.zero.received",
                "Advertisements of priority 0, by which a holder lets go.",
                "instance",
                router.name());
    }

    private Counter errors(String networkInterface, AdvertError error) {
        return counters.of(
                "vrrp.advertisement.errors",
                "VRRP packets on the interface that a router has to drop.",
                "interface",
                networkInterface,
                "kind",
                error.label());
    }
}
