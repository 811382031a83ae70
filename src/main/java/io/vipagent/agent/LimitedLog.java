package io.vipagent.agent;

import io.vipagent.core.text.LineLimit;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.function.Consumer;

/** Warnings of what comes from outside: some lines of each cause in a minute, then their number. */
final class LimitedLog {
    static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_LINES = 10;

    /** More than there are sources. */
    private static final int MAX_CAUSES = 8;

    private final Consumer<String> log;
    private final Ticker ticker;
    private final LineLimit<String> limit = new LineLimit<>(MAX_LINES, MAX_CAUSES, INTERVAL);

    LimitedLog(Consumer<String> log, Ticker ticker) {
        this.log = log;
        this.ticker = ticker;
    }

    /** Returns where the lines of {@code cause} go. */
    Consumer<String> of(String cause) {
        return line -> {
            if (limit.admits(cause, line, ticker.nanos())) {
                log.accept(line);
            }
        };
    }

    /** Says how many there were of those that were not logged, of what was over by {@code nanos}. */
    void tellOmitted(long nanos) {
        limit.endIntervals(nanos)
                .forEach(omitted -> log.accept(
                        omitted.number() + " such lines in a minute were not logged; the last: " + omitted.last()));
    }
}
