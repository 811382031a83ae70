package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.LastResort.LoggedErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever catches that there is no memory, or no thread, and only logs it, would leave an agent that is half dead. */
class LastResortTest {
    private static final OutOfMemoryError NO_THREAD = new OutOfMemoryError("Unable to create native thread");

    static Stream<Throwable> withoutMemory() {
        IOException suppressing = new IOException("cannot be closed");
        suppressing.addSuppressed(new IllegalStateException("an executor", NO_THREAD));
        return Stream.of(
                NO_THREAD,
                new IllegalStateException("Failed to start", new UncheckedIOException(new IOException(NO_THREAD))),
                new IllegalStateException(suppressing));
    }

    @ParameterizedTest
    @MethodSource
    void withoutMemory(Throwable logged) {
        assertThat(LastResort.outOfMemory(logged)).contains(NO_THREAD);
        assertThat(ends(logged)).containsExactly(NO_THREAD);
    }

    static Stream<Throwable> otherwise() {
        IllegalStateException one = new IllegalStateException("of each other");
        one.addSuppressed(new IllegalStateException(one));
        one.initCause(new IOException(one));
        return Stream.of(new StackOverflowError(), new IOException(new NoClassDefFoundError()), one);
    }

    @ParameterizedTest
    @MethodSource
    void otherwise(Throwable logged) {
        assertThat(LastResort.outOfMemory(logged)).isEmpty();
        assertThat(ends(logged)).isEmpty();
    }

    @Test
    void causesWithoutEndAreNotFollowed() {
        Throwable deep = NO_THREAD;
        for (int depth = 0; depth < 100_000; depth++) {
            deep = new IOException("deep", deep);
        }
        assertThat(LastResort.outOfMemory(deep)).isEmpty();
    }

    @Test
    void whatIsOnlySaidEndsNothing() {
        List<OutOfMemoryError> ends = new ArrayList<>();
        watching(ends, () -> Logger.getLogger("vip-agent").warn("out of memory, and goes on: " + NO_THREAD));
        assertThat(ends).isEmpty();
    }

    /** Logged as Netty does, in a category of its own. */
    private static List<OutOfMemoryError> ends(Throwable logged) {
        List<OutOfMemoryError> ends = new ArrayList<>();
        watching(
                ends,
                () -> Logger.getLogger("io.netty.channel.AbstractChannel").warn("Force-closing a channel", logged));
        return ends;
    }

    private static void watching(List<OutOfMemoryError> ends, Runnable logs) {
        Handler handler = new LoggedErrors(ends::add);
        LogContext.getLogContext().getLogger("").addHandler(handler);
        try {
            logs.run();
        } finally {
            LogContext.getLogContext().getLogger("").removeHandler(handler);
        }
    }
}
