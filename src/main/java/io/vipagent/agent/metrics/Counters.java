package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The counters of one registry; the same name and tags give the same counter. */
final class Counters {
    private final MeterRegistry registry;

    Counters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Returns a counter; {@code tags} are keys and values in turns. */
    Counter of(String name, String help, String... tags) {
        return Counter.builder("vip.agent." + name).description(help).tags(tags).register(registry);
    }
}
