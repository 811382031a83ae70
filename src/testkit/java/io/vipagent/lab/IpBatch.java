package io.vipagent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** {@code ip -batch}: changes this network namespace line by line, without a process for each line. */
public final class IpBatch implements AutoCloseable {
    private final Process process;
    private final Writer lines;

    /** Starts it. Errors end it, and are told on our standard error. */
    public IpBatch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("ip", "-batch", "-");
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, sbin) -> path + ":" + sbin);
        this.process = builder.redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.lines = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Carries out each line, such as {@code addr add 192.0.2.1/32 dev lo}; returns before that is done. */
    public void run(String... commands) {
        try {
            for (String command : commands) {
                lines.write(command + "\n");
            }
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until all is done, which must have succeeded. */
    @Override
    public void close() throws IOException, InterruptedException {
        lines.close();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("ip failed: " + process.exitValue());
        }
    }

    /** Carries out these lines, and waits. */
    public static void all(String... commands) throws IOException, InterruptedException {
        try (IpBatch ip = new IpBatch()) {
            ip.run(commands);
        }
    }
}
