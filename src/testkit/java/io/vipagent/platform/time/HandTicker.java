package io.vipagent.platform.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that stands still until a test moves it. Threads that sleep on it really wait, so that a test can let loops run
 * tick by tick: {@link #awaitSleepers} until they all sleep, {@link #advance}, and so on.
 */
public final class HandTicker implements Ticker {
    private static final long TIMEOUT_SECONDS = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Long> sleepers = new ArrayList<>();
    private long nanos;
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

    /** Begins at an odd reading, since a monotonic clock's zero means nothing. */
    public HandTicker() {
        this(-7);
    }

    /** Begins at {@code nanos}. */
    public HandTicker(long nanos) {
        this.nanos = nanos;
    }

    @Override
    public long nanos() {
        lock.lock();
        try {
            return nanos;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant wall() {
        lock.lock();
        try {
            return wall;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleepUntil(long until) throws InterruptedException {
        lock.lockInterruptibly();
        sleepers.add(until);
        changed.signalAll();
        try {
            while (nanos < until) {
                changed.await();
            }
        } finally {
            sleepers.remove(Long.valueOf(until));
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Lets {@code length} pass and wakes those whose time has come. They no longer count as sleepers on return. */
    public void advance(Duration length) {
        lock.lock();
        try {
            nanos += length.toNanos();
            wall = wall.plus(length);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until exactly {@code count} threads sleep beyond now: nothing more happens until time moves. */
    public void awaitSleepers(int count) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
            while (asleep() != count) {
                if (left <= 0) {
                    throw new AssertionError(asleep() + " threads sleep, not " + count);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** The soonest reading until which a thread sleeps. */
    public long nextWake() {
        lock.lock();
        try {
            return sleepers.stream()
                    .mapToLong(Long::longValue)
                    .filter(until -> until > nanos)
                    .min()
                    .orElseThrow(() -> new AssertionError("nobody sleeps"));
        } finally {
            lock.unlock();
        }
    }

    private long asleep() {
        return sleepers.stream().filter(until -> until > nanos).count();
    }
}
