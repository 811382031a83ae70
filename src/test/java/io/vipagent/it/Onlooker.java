package io.vipagent.it;

import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Asks an agent whose apiserver is well in every way that keepalived and haproxy do, again and again, while something
 * attacks it: what it promises must hold all the while, and each answer must come before keepalived's timeout for the
 * check in the profiles.
 */
final class Onlooker implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** A rate that leaves the machine to others. */
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final AgentProcess agent;
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final List<String> late = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final Watchers watchers = new Watchers();

    private Onlooker(AgentProcess agent, Path trackFile) {
        this.agent = agent;
        ask("the control socket", () -> agent.ask("check"), "0 may hold the VIP");
        ask("agent-check", () -> agent.agentCheck(""), "up ready 100%");
        ask("the track file", () -> read(trackFile), "1");
        if (Program.runtime().equals("native")) {
            // A JVM takes longer to start than keepalived waits.
            ask("check", () -> code(agent.command("check")), "0 ");
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

    @Override
    public void close() {
        watchers.close();
    }

    private void ask(String what, Supplier<String> question, String right) {
        watchers.start(what, () -> {
            do {
                long begun = System.nanoTime();
                String answer = answer(question);
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                asked.incrementAndGet();
                String said = what + " after " + took.toMillis() + " ms: " + answer.strip();
                if (!answer.startsWith(right)) {
                    failed.add(said);
                } else if (took.compareTo(TIMEOUT) > 0) {
                    late.add(said);
                }
            } while (!watchers.pause(INTERVAL));
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
}
