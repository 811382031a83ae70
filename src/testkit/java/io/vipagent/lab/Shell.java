package io.vipagent.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Commands that end by themselves, and the environment that everything in the lab gets. */
public final class Shell {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Shell() {}

    /** How a command ended. */
    public record Result(List<String> command, int exitCode, String out, String err, Duration took) {
        /** What it printed, wherever to. */
        public String said() {
            return (out + err).strip();
        }
    }

    /** Runs a command to its end; one that takes longer than half a minute is killed and is an error. */
    public static Result run(List<String> command) {
        long start = System.nanoTime();
        try {
            Process process = builder(command).start();
            process.getOutputStream().close();
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " did not end in " + TIMEOUT);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return new Result(command, process.exitValue(), out.join(), err.join(), took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + String.join(" ", command), e);
        }
    }

    /** The same for a command that must succeed; its output. */
    static String must(List<String> command) {
        Result result = run(command);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " exited " + result.exitCode() + ": " + result.said());
        }
        return result.out();
    }

    /** Signals exactly this process. Java itself can only terminate and kill. */
    static void signal(String signal, long pid) {
        run(List.of("/bin/sh", "-c", "kill -" + signal + " " + pid));
    }

    /** Signals all of these at once. */
    static void signalAll(String signal, List<Long> pids) {
        run(List.of(
                "/bin/sh",
                "-c",
                "kill -" + signal + " "
                        + pids.stream().map(String::valueOf).collect(Collectors.joining(" "))));
    }

    /** A process without settings that the caller's environment may hold for an agent of its own. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("VIP_AGENT_"));
        return builder;
    }

    private static CompletableFuture<String> read(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}
