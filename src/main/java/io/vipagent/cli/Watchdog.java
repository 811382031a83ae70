package io.vipagent.cli;

import io.vipagent.core.health.Reason;
import io.vipagent.platform.time.Deadline;

/** Ends the process at a deadline, whatever else hangs: a file on a dead file server, or a defect of ours. */
final class Watchdog {
    private Watchdog() {}

    /** From now on the process ends by {@code deadline}, as AGENT_ERROR, unless it ends before. */
    static void arm(Deadline deadline) {
        Thread.ofPlatform().daemon().name("watchdog").start(() -> {
            try {
                deadline.ticker().sleepUntil(deadline.atNanos());
            } catch (InterruptedException e) {
                return;
            }
            System.err.println(Reason.AGENT_ERROR + " the check itself did not end in time");
            Runtime.getRuntime().halt(Reason.AGENT_ERROR.exitCode());
        });
    }
}
