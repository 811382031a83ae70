package io.vipagent.agent.vip;

import io.vipagent.platform.linux.AddressEvents;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;

/** Who says that it is time to look, as a port. */
public interface AddressSignals extends AutoCloseable {
    /**
     * Waits for a word, at most so long; whether there was one.
     *
     * @throws InterruptedException when the thread is told to stop
     */
    boolean await(Duration atMost) throws InterruptedException;

    /** Returns whether every change is announced. If not, time alone says when to look. */
    boolean announce();

    /** Ends a wait at once, and every later one. */
    @Override
    void close();

    /** Returns the kernel's own signals. */
    static AddressSignals of(AddressEvents events) {
        return new AddressSignals() {
            @Override
            public boolean await(Duration atMost) {
                return events.await(atMost);
            }

            @Override
            public boolean announce() {
                return true;
            }

            @Override
            public void close() {
                events.close();
            }
        };
    }

    /** Returns signals that nobody gives: the thread sleeps, until it is interrupted. */
    static AddressSignals none(Ticker ticker) {
        return new AddressSignals() {
            @Override
            public boolean await(Duration atMost) throws InterruptedException {
                ticker.sleepUntil(ticker.nanos() + atMost.toNanos());
                return false;
            }

            @Override
            public boolean announce() {
                return false;
            }

            @Override
            public void close() {}
        };
    }
}
