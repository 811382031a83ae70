package io.vipagent.agent.probe;

import io.vipagent.core.health.FixedRate;
import io.vipagent.core.health.Question;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import java.time.Duration;

/**
 * When a target is asked next, for what, and whether over a fresh connection: arithmetic over its schedule, without a
 * clock and without connections. All times are of {@code Ticker.nanos()}.
 */
final class QuestionTimes {
    /** How long the targets are compared at each interval; after that it goes on once in {@link #COMPARE_INTERVAL}. */
    static final Duration COMPARE_BURST = Duration.ofSeconds(5);

    static final Duration COMPARE_INTERVAL = Duration.ofSeconds(1);

    private final ProbeSchedule schedule;
    private final boolean hasPing;
    private final long interval;
    private final long restInterval;

    private long nextTick;
    private long lastTick;
    private boolean held;
    private long heldTick;
    private boolean resting;
    private boolean relaxed;
    private long nextFull;
    private long nextFresh;
    private boolean freshIsInTrouble;
    private int freshPasses;
    private long freshNotBefore;
    private int fullPasses;
    private long fullNotBefore;
    private boolean comparing;
    private long comparingSince;

    /** Asks first at {@code firstNanos}. */
    QuestionTimes(Target target, long firstNanos) {
        this.schedule = target.schedule();
        this.hasPing = target.ping().isPresent();
        this.interval = schedule.interval().toNanos();
        this.restInterval = schedule.restInterval().toNanos();
        this.nextTick = firstNanos;
        this.lastTick = firstNanos;
        this.nextFull = firstNanos;
        this.nextFresh = firstNanos;
        this.fullNotBefore = firstNanos;
        this.freshNotBefore = firstNanos;
    }

    /** Returns when the next tick is; at it there is a question, if none is under way. */
    long nextTick() {
        return nextTick;
    }

    /**
     * Returns whether the question is to be asked now that was held back at its tick, since another was under way.
     *
     * @param free no question is under way that may still be answered in time
     * @param overdue a question is under way that cannot
     */
    boolean takesHeld(long now, boolean free, boolean overdue) {
        boolean soon = now - heldTick <= FixedRate.grace(interval);
        boolean takes = held && free && (soon || overdue);
        held = held && !takes;
        return takes;
    }

    /** Returns whether a question is to be asked now because of a tick; where it is not free, it is held back. */
    boolean takesTick(long now, boolean free) {
        if (now - nextTick < 0) {
            return false;
        }
        held = !free;
        heldTick = nextTick;
        lastTick = nextTick;
        relaxed = false;
        nextTick = FixedRate.next(nextTick, interval, now);
        return free;
    }

    /** Returns what is asked for now. Where connecting is in trouble an old connection heals nothing. */
    Question question(long now) {
        if (freshIsInTrouble && waitsWithFresh(now)) {
            return Question.PING;
        }
        boolean met = now + FixedRate.grace(interval) - nextFull >= 0;
        return !hasPing || met || isToRise(now) || comparesNow(now) ? Question.FULL : Question.PING;
    }

    /** Returns whether the question now wants a fresh connection. */
    boolean wantsFresh(long now) {
        return freshIsInTrouble ? !waitsWithFresh(now) : now + FixedRate.grace(interval) - nextFresh >= 0;
    }

    /** Returns whether a server that is slow to take connections is left in peace, as far as it can be asked else. */
    private boolean waitsWithFresh(long now) {
        return hasPing && now - freshNotBefore < 0;
    }

    /** Takes what is asked now, whatever made it due. */
    void asked(long now, Question question, boolean fresh) {
        if (question == Question.FULL) {
            Duration fullInterval = schedule.fullInterval();
            boolean often = comparing && fullInterval.compareTo(COMPARE_INTERVAL) > 0;
            nextFull = now + (often ? COMPARE_INTERVAL : fullInterval).toNanos();
        }
        if (fresh) {
            nextFresh = now + schedule.freshInterval().toNanos();
        }
    }

    /** Takes that a full question passed in time. */
    void passedInFull() {
        fullPasses = Math.min(fullPasses + 1, schedule.rise());
    }

    /** Takes that a full question failed. */
    void failedInFull() {
        fullPasses = 0;
    }

    /** Takes that a full question is overdue: until the next there is some time. */
    void overdueInFull(long now) {
        fullNotBefore = now + COMPARE_INTERVAL.toNanos();
    }

    /** Takes that connecting is what fails, so that the next questions have to connect too. */
    void freshFailed() {
        freshIsInTrouble = true;
        freshPasses = 0;
    }

    /** The next question goes over a fresh connection: behind a proxy that may be one with another server. */
    void askAfresh(long now) {
        nextFresh = now;
    }

    /**
     * Takes that a question over a fresh connection was answered. The trouble ends with as many answers in time as it
     * takes to rise; one that was late may have been the only one to come through.
     */
    void freshAnswered(long now, boolean inTime) {
        if (!freshIsInTrouble) {
            return;
        }
        if (inTime) {
            freshPasses++;
            freshIsInTrouble = freshPasses < schedule.rise();
        } else {
            freshPasses = 0;
            freshNotBefore = now + COMPARE_INTERVAL.toNanos();
        }
    }

    /**
     * Begins or ends to compare the target with others: it is asked in full, at once and at each interval.
     *
     * @param well nothing that was asked is overdue; one that is in trouble itself is asked at its own pace, since its
     *     failures shall be apart in time
     * @return whether it is to be run at once
     */
    boolean compare(boolean compares, long now, boolean well) {
        boolean begins = compares && !comparing;
        if (begins) {
            comparingSince = now;
            nextFull = now;
            if (fullPasses > 0 && well) {
                tickAtOnce(now);
            }
        }
        comparing = compares;
        return begins;
    }

    /**
     * Takes whether all targets are well.
     *
     * @return whether it is to be run at once
     */
    boolean rest(boolean rests, long now) {
        boolean ends = resting && !rests;
        if (ends) {
            hurry(now);
        }
        resting = rests;
        return ends;
    }

    /**
     * Has the next question be a full one, and comes to it at once where nothing is under way.
     *
     * @return whether it is to be run at once
     */
    boolean look(long now, boolean idle) {
        nextFull = now;
        boolean atOnce = fullPasses > 0 && idle;
        if (atOnce) {
            tickAtOnce(now);
        }
        return atOnce;
    }

    /** What is due at once was not put off: no hurry may move it to the interval. */
    private void tickAtOnce(long now) {
        nextTick = now;
        relaxed = false;
    }

    /** Puts the next question off to its time at rest, where all is well. */
    void relax() {
        if (resting && !comparing && fullPasses >= schedule.rise()) {
            long rested = lastTick + restInterval;
            nextTick = nextTick - rested >= 0 ? nextTick : rested;
            relaxed = true;
        }
    }

    /** The next question comes at the interval, if that is not over. */
    void hurry(long now) {
        if (relaxed) {
            relaxed = false;
            long hurried = lastTick + interval;
            nextTick = hurried - now >= 0 ? hurried : now;
        }
    }

    /** The next question comes at once: nobody knows of the time that has gone. */
    void paused(long now) {
        tickAtOnce(now);
    }

    /**
     * Returns whether full questions have yet to pass: at each tick, but seldomer where the target is slow to answer
     * them.
     */
    private boolean isToRise(long now) {
        return fullPasses < schedule.rise() && now - fullNotBefore >= 0;
    }

    private boolean comparesNow(long now) {
        return comparing && now - comparingSince <= COMPARE_BURST.toNanos();
    }
}
