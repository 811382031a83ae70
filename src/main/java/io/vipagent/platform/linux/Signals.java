package io.vipagent.platform.linux;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals that must not end the agent. By default the kernel lets nearly all of them end a process (signal(7)), also
 * those that a person or keepalived's own tools mean for another program.
 */
public final class Signals {
    /** C's handler of a signal that is dropped. */
    static final long SIG_IGN = 1;

    /** What an agent has no use for. Names that a platform does not know are passed over. */
    private static final List<String> OF_NO_USE =
            List.of("PIPE", "USR1", "USR2", "ALRM", "VTALRM", "PROF", "IO", "POLL", "PWR");

    /** The same by their numbers, as Java has no names for them: SIGSTKFLT, SIGTSTP, SIGTTIN, SIGTTOU and SIGXCPU. */
    private static final List<Integer> OF_NO_USE_BY_NUMBER = List.of(16, 20, 21, 22, 24);

    /**
     * The kernel's first. Musl keeps 32 to 34 for timers, for cancelled threads and for a change of the user, and sets a
     * handler when one is begun: the agent begins none.
     */
    private static final int FIRST_REAL_TIME = 32;

    private static final int LAST_REAL_TIME = 64;

    /** SIGRTMAX - 2, by which Java ends a call that blocks; it has a handler for it. */
    private static final int OF_JAVA = 62;

    private static final Runnable NOT_YET = () -> {};
    private static final Signals OF_THIS_PROCESS = new Signals();

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Runnable> action = new AtomicReference<>(NOT_YET);

    Signals() {}

    /**
     * From now on SIGHUP is remembered until {@link #onHangUp}, SIGQUIT means what SIGTERM does, and what is of no use
     * is ignored. Call it before anything that takes time.
     */
    public static void take() {
        handle("HUP", _ -> OF_THIS_PROCESS.hangUp());
        // A JVM keeps it for its threads' stacks; elsewhere it would end the agent without a word.
        handle("QUIT", _ -> Signal.raise(new Signal("TERM")));
        OF_NO_USE.forEach(name -> handle(name, SignalHandler.SIG_IGN));
        OF_NO_USE_BY_NUMBER.forEach(Linkage.LIBC::ignore);
        for (int signal = FIRST_REAL_TIME; signal <= LAST_REAL_TIME; signal++) {
            if (signal != OF_JAVA) {
                Linkage.LIBC.ignore(signal);
            }
        }
    }

    /** From now on SIGHUP means {@code action}, also one that has come already. */
    public static void onHangUp(Runnable action) {
        OF_THIS_PROCESS.does(action);
    }

    /** From now on SIGTERM means {@code action}, and the process goes on until it ends by itself. */
    static void onTerminate(Runnable action) {
        handle("TERM", _ -> action.run());
    }

    void does(Runnable next) {
        action.set(next);
        if (asked.get() > 0) {
            runUntilNobodyAsks();
        }
    }

    /** The handler of each signal has a thread of its own: all but one only count, so that thousands are few runs. */
    void hangUp() {
        if (asked.getAndIncrement() == 0 && action.get() != NOT_YET) {
            runUntilNobodyAsks();
        }
    }

    private void runUntilNobodyAsks() {
        int seen;
        do {
            seen = asked.get();
            try {
                action.get().run();
            } catch (RuntimeException | Error e) {
                asked.set(0);
                throw e;
            }
        } while (!asked.compareAndSet(seen, 0));
    }

    private static void handle(String name, SignalHandler handler) {
        try {
            Signal.handle(new Signal(name), handler);
        } catch (IllegalArgumentException notKnownOrTaken) {
            // Then it is as it was.
        }
    }
}
