package io.vipagent.cli;

import io.vipagent.core.health.Reason;
import io.vipagent.platform.linux.StandardStream;
import io.vipagent.platform.time.Deadline;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** Ends the process at a deadline, whatever else hangs: a dead file server's file, a full pipe, or a defect of ours. */
final class Watchdog {
    /** How long the process may take to say its answer and to end. */
    private static final Duration MAX_END = Duration.ofMillis(300);

    private static final AtomicReference<OptionalInt> ANSWER = new AtomicReference<>(OptionalInt.empty());

    private Watchdog() {}

    /** Takes that the answer is there: from now on the process ends by this exit code, by the watchdog or before. */
    static void answered(int exitCode) {
        ANSWER.set(OptionalInt.of(exitCode));
    }

    /**
     * From now on the process ends by {@code deadline}, as AGENT_ERROR, unless it ends before. To be called once: each
     * call says so in a line of its own.
     */
    static void arm(Deadline deadline) {
        try {
            Thread.ofPlatform().daemon().name("watchdog").start(() -> endAt(deadline));
        } catch (OutOfMemoryError e) {
            // There can be no more threads now; a probe has its own deadline.
        }
    }

    private static void endAt(Deadline deadline) {
        try {
            deadline.ticker().sleepUntil(deadline.atNanos());
        } catch (InterruptedException e) {
            return;
        }
        OptionalInt answer = ANSWER.get();
        if (answer.isPresent()) {
            haltLater(deadline, answer.getAsInt());
            return;
        }
        // Where nobody reads, to say it would take longer than the deadline.
        if (StandardStream.ERR.isWritable()) {
            System.err.println(Reason.AGENT_ERROR + " the check itself did not end in time");
        }
        Runtime.getRuntime().halt(Reason.AGENT_ERROR.exitCode());
    }

    private static void haltLater(Deadline deadline, int exitCode) {
        try {
            deadline.ticker().sleepUntil(deadline.atNanos() + MAX_END.toNanos());
        } catch (InterruptedException e) {
            return;
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
