package io.vipagent.agent;

import io.vipagent.core.health.Reason;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * What becomes of an error that nobody caught. Without memory, or without another thread, an agent would be half dead:
 * it ends, with a word, and whoever supervises it starts another.
 */
final class LastResort {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    /** 128 and the number of SIGTERM, as a shell has it. */
    private static final int TERMINATED = 143;

    /** The thread that starts a thread for each signal, and is gone where that cannot be had: in a native image. */
    private static final String SIGNALS = "Signal Dispatcher";

    private static final AtomicReference<Runnable> ORDERLY_END = new AtomicReference<>(() -> {});

    private LastResort() {}

    /** From now on uncaught errors come here. */
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(LastResort::uncaught);
    }

    /** How the agent ends where a signal came that cannot be handled as usual; it starts no thread. */
    static void onLostSignal(Runnable orderlyEnd) {
        ORDERLY_END.set(orderlyEnd);
    }

    private static void uncaught(Thread thread, Throwable error) {
        if (!(error instanceof OutOfMemoryError)) {
            LOG.error("a defect: the thread " + thread.getName() + " ended", error);
            return;
        }
        boolean signal = thread.getName().equals(SIGNALS);
        AgentLog.say("vip-agent ends: " + error.getMessage()
                + (signal ? "; a signal came that could have no thread, so it is taken for SIGTERM" : ""));
        try {
            if (signal) {
                ORDERLY_END.get().run();
            }
        } finally {
            AgentLog.drain();
            Runtime.getRuntime().halt(signal ? TERMINATED : Reason.AGENT_ERROR.exitCode());
        }
    }
}
