package io.vipagent.agent.probe;

import io.vipagent.agent.probe.HttpConnection.Ending;
import java.time.Duration;
import java.util.Optional;

/**
 * What follows when the peer closes the kept connection: when a fresh one is tried because of that, and whether its end
 * proves a death. Arithmetic without a clock and without connections; all times are of {@code Ticker.nanos()}.
 */
final class Tripwire {
    /**
     * From one fresh question because of a closed connection to the next: a peer may close each one that it has
     * answered.
     */
    static final Duration MIN_CONFIRM_INTERVAL = Duration.ofSeconds(1);

    /** A process that dies may reset connections a moment before it refuses them. */
    static final Duration RETRY_DELAY = Duration.ofMillis(5);

    static final int MAX_RETRIES = 2;

    private long nextConfirm;
    private Optional<Long> retryAt = Optional.empty();
    private int retries;
    private boolean keptWasClosed;

    /** Lets a fresh connection be tried from {@code firstNanos} on. */
    Tripwire(long firstNanos) {
        this.nextConfirm = firstNanos;
    }

    /**
     * Takes that the peer has closed the kept connection.
     *
     * @param freshIsUnderWay a fresh question is under way that may still be answered in time, and confirms as well
     * @return whether to ask over a fresh connection at once
     */
    boolean closed(long now, boolean freshIsUnderWay) {
        keptWasClosed = true;
        boolean confirms = !freshIsUnderWay && now - nextConfirm >= 0;
        if (confirms) {
            nextConfirm = now + MIN_CONFIRM_INTERVAL.toNanos();
        }
        return confirms;
    }

    /** Takes how a question over a fresh connection ended that was not answered. */
    void freshEnded(long now, Ending ending) {
        if (ending == Ending.CLOSED && keptWasClosed && retries < MAX_RETRIES) {
            retries++;
            retryAt = Optional.of(now + RETRY_DELAY.toNanos());
        }
    }

    /** Returns whether a fresh connection that ended so, behind a kept one that was closed, proves a death. */
    boolean isConclusive(Ending ending) {
        return keptWasClosed && ending == Ending.REFUSED;
    }

    /** Takes that a question was answered: whoever closed the kept connection, the peer lives. */
    void answered() {
        keptWasClosed = false;
        retries = 0;
    }

    /** Returns whether the fresh connection is to be tried again now. */
    boolean takesRetry(long now) {
        boolean takes = retryAt.isPresent() && now - retryAt.get() >= 0;
        if (takes) {
            retryAt = Optional.empty();
        }
        return takes;
    }

    /** Returns in how many nanoseconds the fresh connection is tried again. */
    long dueIn(long now) {
        return retryAt.isPresent() ? Math.max(0, retryAt.get() - now) : Long.MAX_VALUE;
    }
}
