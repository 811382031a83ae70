package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Asks an agent whose apiserver is well in every way that keepalived and haproxy do, again and again, while something
 * attacks it: what it promises must hold all the while, and each answer must come before keepalived's timeout for the check
 * in the profiles.
 */
final class Onlooker implements AutoCloseable {
    private static final long TIMEOUT_NANOS = 2_000_000_000L;

    private final AgentProcess agent;
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final List<String> late = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads;

    private Onlooker(AgentProcess agent, Path trackFile) {
        this.agent = agent;
        this.threads = new ArrayList<>(List.of(
                ask("the control socket", () -> agent.ask("check"), "0 may hold the VIP"),
                ask("agent-check", () -> agent.agentCheck(""), "up ready 100%"),
                ask("the track file", () -> read(trackFile), "1")));
        if (Program.runtime().equals("native")) {
            // A JVM takes longer to start than keepalived waits.
            threads.add(ask("check", () -> code(agent.command("check")), "0 "));
        }
    }

    /** Begins to ask. */
    static Onlooker of(AgentProcess agent, Path trackFile) {
        return new Onlooker(agent, trackFile);
    }

    /** How many questions there were so far. */
    int asked() {
        return asked.get();
    }

    /** Every wrong answer so far. */
    List<String> failed() {
        return failed;
    }

    /** Every answer that was right so far, and came after keepalived's timeout. */
    List<String> late() {
        return late;
    }

    /** Nothing was wrong or late, and there were questions. */
    void assertKept() {
        assertThat(asked.get()).isPositive();
        assertThat(failed).as(() -> last(agent.logs())).isEmpty();
        assertThat(late).as(() -> last(agent.logs())).isEmpty();
    }

    @Override
    public void close() {
        closing.countDown();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Thread ask(String what, Supplier<String> question, String right) {
        return Thread.ofPlatform().start(() -> {
            do {
                long begun = System.nanoTime();
                String answer = answer(question);
                long nanos = System.nanoTime() - begun;
                asked.incrementAndGet();
                String said = what + " after " + nanos / 1_000_000 + " ms: " + answer.strip();
                if (!answer.startsWith(right)) {
                    failed.add(said);
                } else if (nanos > TIMEOUT_NANOS) {
                    late.add(said);
                }
            } while (!isClosing());
        });
    }

    private static String answer(Supplier<String> question) {
        try {
            return question.get();
        } catch (UncheckedIOException e) {
            return e.toString();
        }
    }

    private static String code(Result result) {
        return result.exitCode() + " " + result.out() + result.err();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String last(String log) {
        return log.substring(Math.max(0, log.length() - 2000));
    }

    /** Whether it is to end; asked at a rate that leaves the machine to others. */
    private boolean isClosing() {
        try {
            return closing.await(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
