package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.ServiceGap;
import io.vipagent.core.target.Target;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.function.Supplier;

/** For how long no good answer came through the VIP, as clients meet it: each gap that ended, and the one of now. */
final class VipGapMetrics {
    private final MeterRegistry registry;
    private final Target target;
    private final Ticker ticker;
    private volatile ServiceGap gap = ServiceGap.NONE;
    private volatile double lastGap = Double.NaN;

    VipGapMetrics(MeterRegistry registry, Target target, Ticker ticker) {
        this.registry = registry;
        this.target = target;
        this.ticker = ticker;
    }

    /** Has every series from the beginning: one that came with its first event would hide that event from rate(). */
    void begin() {
        gaps();
        gap("last", "The newest gap that ended; NaN before one.", () -> lastGap);
        gap(
                "ongoing",
                "How long the gap has lasted so far; 0 while there is none.",
                () -> gap.lasting(ticker.nanos()).map(VipGapMetrics::seconds).orElse(0.0));
    }

    /** Takes how a question ended. Called by the loop of this target alone. */
    void probed(Outcome outcome) {
        long now = ticker.nanos();
        gap.endedBy(outcome, now).ifPresent(lasted -> {
            gaps().record(lasted);
            lastGap = seconds(lasted);
        });
        gap = gap.after(outcome, now);
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

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
