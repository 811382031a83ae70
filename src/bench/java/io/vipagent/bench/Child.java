package io.vipagent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of ours that runs beside the bench and ends with it. What it says goes to a file. */
final class Child implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts {@code command} with {@code log} for all its output; its input is a pipe that ends with this process. */
    static Child start(String name, Path log, List<String> command) {
        ProcessBuilder builder = bare(command).redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            return new Child(name, builder.start(), log);
        } catch (IOException e) {
            throw new Unusable("cannot start " + name, e);
        }
    }

    /** What a command that ends by itself prints. */
    static String output(String... command) {
        return output(List.of(command), "");
    }

    /** What a command prints that reads {@code input}, which must fit a pipe's buffer. */
    static String output(List<String> command, String input) {
        try {
            Process process =
                    bare(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(input);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new Unusable(command.getFirst() + " failed with " + code);
            }
            return output;
        } catch (IOException e) {
            throw new Unusable("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable("interrupted", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Writes to its input. */
    void say(String words) {
        try {
            process.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new Unusable(name + " does not listen", e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws, with what it said, where it has ended. */
    void mustLive() {
        if (!process.isAlive()) {
            throw new Unusable(name + " ended with " + process.exitValue() + ": " + log().strip());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The same environment for all: nothing of the caller's reaches a contender but the path. */
    private static ProcessBuilder bare(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        return builder;
    }
}
