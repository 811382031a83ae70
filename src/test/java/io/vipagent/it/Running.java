package io.vipagent.it;

import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A command under way. Whatever a test does with it, nothing of it is left after {@link #close}. */
final class Running implements AutoCloseable {
    private final Process process;
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private final Thread outReader;
    private final Thread errReader;

    private Running(Process process) {
        this.process = process;
        this.outReader = Thread.startVirtualThread(() -> copy(process.inputReader(), out));
        this.errReader = Thread.startVirtualThread(() -> copy(process.errorReader(), err));
    }

    static Running start(ProcessBuilder builder) {
        try {
            return new Running(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return process;
    }

    /** What it has written to stdout so far. */
    String out() {
        return out.toString();
    }

    /** Its result, once it has ended by itself. */
    Result await() {
        return await(Program.TIMEOUT);
    }

    /** The same; the test fails where it has not ended by then. */
    Result await(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + timeout + ": "
                        + process.info().commandLine().orElse("") + "\n" + out + err);
            }
            outReader.join();
            errReader.join();
            return new Result(process.exitValue(), out.toString(), err.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends it by a signal that it can handle. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await();
    }

    private static void copy(Reader from, StringBuffer to) {
        char[] buffer = new char[4096];
        try (from) {
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                to.append(buffer, 0, length);
            }
        } catch (IOException e) {
            to.append(" [cut off: ").append(e).append(']');
        }
    }
}
