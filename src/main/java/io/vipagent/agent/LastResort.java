package io.vipagent.agent;

import io.vipagent.core.health.Reason;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.jboss.logmanager.LogContext;

/**
 * What becomes of an error that nobody caught. Without memory, or without another thread, an agent would be half dead:
 * it ends, with a word, and whoever supervises it starts another. Netty and Quarkus' scheduler catch such an error, log
 * it and go on, so what is logged is looked at too; where the agent itself goes on without memory or a thread on
 * purpose, it logs no error.
 */
final class LastResort {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    /** 128 and the number of SIGTERM, as a shell has it. */
    private static final int TERMINATED = 143;

    /** The thread that starts a thread for each signal, and is gone where that cannot be had: in a native image. */
    private static final String SIGNALS = "Signal Dispatcher";

    /** Of an error, its causes and what they suppressed, so many are looked at. */
    private static final int MAX_CAUSES = 100;

    private static final AtomicReference<Runnable> ORDERLY_END = new AtomicReference<>(() -> {});

    private LastResort() {}

    /** From now on uncaught errors come here, and those that are logged. */
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(LastResort::uncaught);
        LogContext.getLogContext().getLogger("").addHandler(new LoggedErrors(error -> end(error, false)));
    }

    /** How the agent ends where a signal came that cannot be handled as usual; it starts no thread. */
    static void onLostSignal(Runnable orderlyEnd) {
        ORDERLY_END.set(orderlyEnd);
    }

    /** Gives every {@link OutOfMemoryError} that is logged, or is the cause of what is, to {@code end}. */
    static final class LoggedErrors extends Handler {
        private final Consumer<OutOfMemoryError> end;

        LoggedErrors(Consumer<OutOfMemoryError> end) {
            this.end = end;
        }

        @Override
        public void publish(LogRecord line) {
            Optional.ofNullable(line.getThrown())
                    .flatMap(LastResort::outOfMemory)
                    .ifPresent(end);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Returns the error itself, or the first of its causes and of what they suppressed, that says so. */
    static Optional<OutOfMemoryError> outOfMemory(Throwable error) {
        Deque<Throwable> next = new ArrayDeque<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        next.add(error);
        while (!next.isEmpty() && seen.size() < MAX_CAUSES) {
            Throwable one = next.remove();
            if (one instanceof OutOfMemoryError found) {
                return Optional.of(found);
            }
            if (seen.add(one)) {
                Optional.ofNullable(one.getCause()).ifPresent(next::add);
                Collections.addAll(next, one.getSuppressed());
            }
        }
        return Optional.empty();
    }

    private static void uncaught(Thread thread, Throwable error) {
        if (error instanceof OutOfMemoryError e) {
            end(e, thread.getName().equals(SIGNALS));
        } else {
            LOG.error("a defect: the thread " + thread.getName() + " ended", error);
        }
    }

    private static void end(OutOfMemoryError error, boolean signal) {
        try {
            AgentLog.say("vip-agent ends: " + error.getMessage()
                    + (signal ? "; a signal came that could have no thread, so it is taken for SIGTERM" : ""));
            if (signal) {
                ORDERLY_END.get().run();
            }
        } finally {
            try {
                AgentLog.drain();
            } finally {
                Runtime.getRuntime().halt(signal ? TERMINATED : Reason.AGENT_ERROR.exitCode());
            }
        }
    }
}
