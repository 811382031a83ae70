package io.vipagent.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the lab that runs until it is told to end. */
public final class Daemon implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final String name;
    private final Process process;
    private final Log log;

    private Daemon(String name, Process process, Log log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts it; what it prints goes to its log. */
    public static Daemon start(String name, Netns where, Path log, List<String> command) {
        return start(name, where, log, command, true);
    }

    /** The same, but its output is for us to read. */
    static Daemon startToTalkWith(String name, Netns where, Path log, List<String> command) {
        return start(name, where, log, command, false);
    }

    private static Daemon start(String name, Netns where, Path log, List<String> command, boolean outputToLog) {
        File file = log.toFile();
        ProcessBuilder builder =
                Shell.builder(where.inside(command)).redirectError(ProcessBuilder.Redirect.appendTo(file));
        if (outputToLog) {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file));
        }
        try {
            return new Daemon(name, builder.start(), new Log(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    /** What it has printed. */
    public Log log() {
        return log;
    }

    /** Its process's id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs, or is frozen. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Takes the processor away from it (SIGSTOP). */
    public void freeze() {
        Shell.signal("STOP", process.pid());
    }

    /** Gives it back (SIGCONT). */
    public void thaw() {
        Shell.signal("CONT", process.pid());
    }

    /** The same with every process that it has started. */
    public void freezeWithChildren() {
        signalAll("STOP");
    }

    /** Gives it back to all of them. */
    public void thawWithChildren() {
        signalAll("CONT");
    }

    private void signalAll(String signal) {
        process.descendants().forEach(child -> Shell.signal(signal, child.pid()));
        Shell.signal(signal, process.pid());
    }

    /** Ends it as a crash does (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Asks it to end (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Waits until it has ended; its exit code. */
    public int await() {
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ends", e);
        }
    }

    /** Ends it in good order, else by force. */
    @Override
    public void close() {
        if (alive()) {
            terminate();
            thaw();
        }
        try {
            await();
        } catch (IllegalStateException e) {
            kill();
        }
    }

    Process process() {
        return process;
    }
}
