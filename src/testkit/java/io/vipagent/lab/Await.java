package io.vipagent.lab;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** Waiting for what must come. Where it does not come, the error shows what every process said last. */
record Await(Supplier<List<Daemon>> daemons) {
    /** Long, for machines that do much else; no test waits longer than it has to. */
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Duration GLANCE = Duration.ofMillis(50);

    void await(String what, Callable<Boolean> condition) {
        await(what, Awaitility.await(what).atMost(LIMIT).pollInterval(GLANCE), condition);
    }

    void assertStays(String what, Duration time, Callable<Boolean> condition) {
        ConditionFactory all = Awaitility.await(what)
                .atMost(time.plus(LIMIT))
                .pollInterval(GLANCE)
                .failFast("not so any more: " + what, () -> !condition.call())
                .during(time);
        await(what, all, condition);
    }

    private void await(String what, ConditionFactory how, Callable<Boolean> condition) {
        try {
            how.until(condition);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError(what + ": " + e.getMessage() + "\n" + logs(), e);
        }
    }

    /** The end of every log. */
    String logs() {
        return daemons.get().stream()
                .map(daemon -> "---- " + daemon.name() + "\n" + daemon.log().tail())
                .collect(Collectors.joining("\n"));
    }
}
