package io.vipagent.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks an agent-check port at a fixed rate, whether it keeps up or not: each connection has a thread. */
final class AgentCheckLoad {
    private static final int TIMEOUT_MILLIS = 5000;

    private final InetSocketAddress server;
    private final byte[] line;
    private final long[] due;
    private final long[] begun;
    private final long[] ended;

    private AgentCheckLoad(InetSocketAddress server, byte[] line, int connections) {
        this.server = server;
        this.line = line;
        this.due = new long[connections];
        this.begun = new long[connections];
        this.ended = new long[connections];
    }

    /**
     * What came of it.
     *
     * @param latencyMillis from the start of the connection to the end of the line that came back, errors left out
     * @param lateMillis how much later than planned connections began, which is this process' own fault
     */
    record Result(int connections, Samples latencyMillis, Samples lateMillis, int errors) {}

    /** Sends {@code line}, or nothing where it is empty, {@code perSecond} times a second. */
    static Result run(int port, String line, int perSecond, int seconds) {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        AgentCheckLoad load = new AgentCheckLoad(server, line.getBytes(StandardCharsets.US_ASCII), perSecond * seconds);
        return load.run(Duration.ofSeconds(1).dividedBy(perSecond).toNanos());
    }

    private Result run(long interval) {
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < due.length; i++) {
                int index = i;
                due[i] = start + interval * i;
                Pause.until(due[i]);
                threads.execute(() -> ask(index));
            }
        }
        return result();
    }

    private void ask(int index) {
        begun[index] = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(server, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            if (line.length > 0) {
                socket.getOutputStream().write(line);
            }
            if (readLine(socket.getInputStream()).startsWith("up")) {
                ended[index] = System.nanoTime();
            }
        } catch (IOException e) {
            // Counts as an error, since it never ended.
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[256];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            answer.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
            if (answer.indexOf("\n") >= 0) {
                return answer.toString();
            }
        }
        throw new IOException("the connection ended within the line");
    }

    private Result result() {
        double[] latencies = new double[due.length];
        double[] late = new double[due.length];
        int good = 0;
        for (int i = 0; i < due.length; i++) {
            late[i] = (begun[i] - due[i]) / 1e6;
            if (ended[i] != 0) {
                latencies[good++] = (ended[i] - begun[i]) / 1e6;
            }
        }
        return new Result(due.length, Samples.of(Arrays.copyOf(latencies, good)), Samples.of(late), due.length - good);
    }
}
