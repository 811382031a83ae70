package io.vipagent.agent.probe;

import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Phases;
import io.vipagent.platform.time.Ticker;
import java.util.EnumMap;
import java.util.Map;

/** Times the phases of one probe. */
final class Stopwatch {
    private final Ticker ticker;
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private final long started;
    private long mark;
    private Phase current;

    /** Begins a probe over a fresh connection. */
    Stopwatch(Ticker ticker) {
        this(ticker, Phase.RESOLVE);
    }

    /**
     * Begins a probe whose first phase is {@code first}: over a kept connection there is nothing before the request.
     */
    Stopwatch(Ticker ticker, Phase first) {
        this.ticker = ticker;
        this.current = first;
        this.started = ticker.nanos();
        this.mark = started;
    }

    /** Returns the phase that is under way. */
    Phase current() {
        return current;
    }

    /** Ends the current phase and begins {@code next}. */
    void begin(Phase next) {
        long now = ticker.nanos();
        nanos.put(current, now - mark);
        mark = now;
        current = next;
    }

    /** Begins the probe over another connection: what was in vain counts as a part of its first phase. */
    void beginAgain() {
        nanos.clear();
        mark = started;
        current = Phase.RESOLVE;
    }

    /** Returns the phases that are completed so far. */
    Phases completed() {
        return Phases.of(nanos);
    }

    /** Ends the probe: the completed phases and the total. */
    Phases stop() {
        nanos.put(Phase.TOTAL, ticker.nanos() - started);
        return Phases.of(nanos);
    }
}
