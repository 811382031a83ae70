package io.vipagent.agent.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.platform.time.Ticker;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Counts what clients were refused, and says so: one line for each cause in a minute at most, whatever clients do. It
 * is said by the housekeeping, so that no client's thread ever writes a log.
 */
@Singleton
public class Refused {
    private static final Logger LOG = Logger.getLogger("vip-agent");
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final Map<Refusal, RefusalCount> tallies = new EnumMap<>(Refusal.class);

    /** What was refused for one cause. */
    private static final class RefusalCount {
        private final Counter counter;
        private final AtomicLong unsaid = new AtomicLong();
        private volatile String last = "";
        private long silentUntil = Long.MIN_VALUE;

        RefusalCount(Counter counter) {
            this.counter = counter;
        }
    }

    public Refused(MeterRegistry registry, Ticker ticker) {
        this.ticker = ticker;
        for (Refusal refusal : Refusal.values()) {
            tallies.put(
                    refusal,
                    new RefusalCount(Counter.builder("vip_agent.http.refused")
                            .description("HTTP connections that were refused or ended, by cause.")
                            .tag("cause", refusal.label())
                            .register(registry)));
        }
    }

    /** Counts one; {@code client} is named in the log. */
    void count(Refusal refusal, String client) {
        RefusalCount tally = tally(refusal);
        tally.counter.increment();
        tally.last = client;
        tally.unsaid.incrementAndGet();
    }

    /** Says what was counted; called once a second. */
    public void say() {
        for (Refusal refusal : Refusal.values()) {
            RefusalCount tally = tally(refusal);
            if (tally.unsaid.get() > 0
                    && (tally.silentUntil == Long.MIN_VALUE || ticker.nanos() - tally.silentUntil >= 0)) {
                tally.silentUntil = ticker.nanos() + LOG_INTERVAL.toNanos();
                LOG.warnf(
                        "http: %d connections refused: %s; the last from %s",
                        tally.unsaid.getAndSet(0), refusal.words(), tally.last);
            }
        }
    }

    private RefusalCount tally(Refusal refusal) {
        RefusalCount tally = tallies.get(refusal);
        if (tally == null) {
            throw new IllegalStateException("no tally for " + refusal);
        }
        return tally;
    }
}
