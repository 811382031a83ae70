package io.vipagent.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command in a bare environment: of what surrounds the tests it gets nothing but what is said here, and it starts in
 * the root directory.
 *
 * @param words the program and its first arguments
 * @param environment all of it
 */
record Command(List<String> words, Map<String, String> environment) {
    /** Beyond what any of this takes on a machine that is busy with something else. */
    static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** How it ended, and all that it wrote. */
    record Result(int exitCode, String output) {}

    static final boolean NATIVE = System.getProperty("vip-agent.runner", "jar").equals("native");
    static final Path BINARY = absolute("vip-agent.binary", "target/vip-agent");
    static final Path JAR = absolute("vip-agent.jar", "target/quarkus-app/quarkus-run.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** The program under test, with options for the runtime that both a JVM and a native image understand. */
    static Command program(String... runtimeOptions) {
        List<String> words = new ArrayList<>();
        if (NATIVE) {
            words.add(BINARY.toString());
            words.addAll(Arrays.asList(runtimeOptions));
        } else {
            words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
            words.addAll(Arrays.asList(runtimeOptions));
            return jar(words.toArray(String[]::new));
        }
        return new Command(words, Map.of());
    }

    /** The jar on a JVM that is told nothing but {@code options}. */
    static Command jar(String... options) {
        List<String> words = new ArrayList<>();
        words.add(JAVA.toString());
        words.addAll(Arrays.asList(options));
        words.addAll(List.of("-jar", JAR.toString()));
        return new Command(words, Map.of());
    }

    /** The same, begun by other words that end by running what follows them. */
    Command after(String... prefix) {
        List<String> all = new ArrayList<>(Arrays.asList(prefix));
        all.addAll(words);
        return new Command(all, environment);
    }

    /** Runs it to its end. */
    Result run(String... more) {
        try {
            Path output = Files.createTempFile("vip-agent-it", ".out");
            try {
                Process process = start(output, more);
                int exitCode = await(process);
                return new Result(exitCode, Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it; what it writes goes to {@code output}. */
    Process start(Path output, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(Arrays.asList(more));
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code of a process that ends by itself; one that does not is killed, and the test fails. */
    static int await(Process process) {
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + TIMEOUT);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Path absolute(String property, String fallback) {
        return Path.of(System.getProperty(property, fallback)).toAbsolutePath();
    }
}
