package io.vipagent.lab;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A class of ours as a process in a namespace. It obeys its input, one line at a time, and answers each with one line;
 * it ends with its input, and so with us.
 */
final class ScriptedKeepalived implements AutoCloseable {
    private final Daemon daemon;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    private ScriptedKeepalived(Daemon daemon) {
        this.daemon = daemon;
        this.answers = daemon.process().inputReader();
        this.orders = daemon.process().outputWriter();
    }

    /** Starts the main method of {@code type}. */
    static ScriptedKeepalived start(String name, Netns where, Path log, Class<?> type, String... arguments) {
        return new ScriptedKeepalived(Daemon.startToTalkWith(name, where, log, JavaCommand.of(type, arguments)));
    }

    /** The next line of its output. */
    synchronized String hear() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException(
                        daemon.name() + " has ended: " + daemon.log().tail());
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives an order; its answer. */
    synchronized String obey(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    daemon.name() + " does not listen: " + daemon.log().tail(), e);
        }
        return hear();
    }

    Daemon daemon() {
        return daemon;
    }

    @Override
    public void close() {
        daemon.close();
    }
}
