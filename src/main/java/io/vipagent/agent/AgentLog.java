package io.vipagent.agent;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.vipagent.platform.log.LogOutput;
import io.vipagent.platform.log.PrintableOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Handler;
import org.jboss.logmanager.handlers.OutputStreamHandler;

/**
 * Standard error of a running agent: nothing that writes to it ever waits for who reads it. Quarkus' own asynchronous
 * handler does not fit: it counts nothing that it drops, and at the end it waits for the reader.
 */
final class AgentLog {
    private static final Duration DRAIN_TIMEOUT = Duration.ofMillis(500);

    private static volatile Optional<LogOutput> output = Optional.empty();

    private AgentLog() {}

    /** From now on what is written to standard error goes through a queue. */
    static void begin() {
        LogOutput log = new LogOutput(
                        new PrintableOutput(new FileOutputStream(FileDescriptor.err)), LogOutput.MAX_ENTRIES)
                .start();
        output = Optional.of(log);
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    /** In a native image Quarkus' handler holds on to the standard error of the build: it gets the queue too. */
    static void takeConsole() {
        output.ifPresent(log -> {
            for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
                if (handler instanceof OutputStreamHandler console) {
                    console.setOutputStream(log);
                }
            }
        });
    }

    /** Writes a line past every handler and lock. */
    static void say(String line) {
        output.ifPresent(log -> {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (log) {
                log.write(bytes, 0, bytes.length);
                log.flush();
            }
        });
    }

    /** Returns how many lines were dropped so far, since nobody read them. */
    static long dropped() {
        return output.map(LogOutput::dropped).orElse(0L);
    }

    /** Gives who reads a moment to take what is queued, and no more than that. */
    static void drain() {
        try {
            boolean _ = output.isEmpty() || output.get().drain(DRAIN_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
