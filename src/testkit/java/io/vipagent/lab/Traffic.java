package io.vipagent.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Requests at a steady rate, each on a connection of its own and verified, whether those before have ended or not; and
 * what became of them.
 */
final class Traffic {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int GREETINGS = 5;
    private static final String SERVER_NAME = "kubernetes";
    private static final Pattern NODE = Pattern.compile("(?m)^X-Node: (\\S+)");

    private final SSLContext tls;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private @Nullable Future<?> ticking;
    private int succeeded;
    private int failed;
    private long lastSuccess;
    private long longestGap;
    private long firstFailure;
    private long lastFailure;
    private String node = "";
    private final Set<Thread> underWay = ConcurrentHashMap.newKeySet();

    Traffic(SSLContext tls) {
        this.tls = tls;
    }

    void greet(String host, int port) throws IOException {
        for (int n = 0; n < GREETINGS; n++) {
            answer(new Endpoint(tls, host, port, TIMEOUT_MILLIS));
        }
    }

    synchronized void start(Endpoint where, int everyMillis) {
        rest();
        report();
        lastSuccess = System.nanoTime();
        ticking = clock.scheduleAtFixedRate(
                () -> Thread.ofVirtual().start(() -> ask(where)), 0, everyMillis, TimeUnit.MILLISECONDS);
    }

    /** Returns when every request that is under way now has ended. */
    void settle() throws InterruptedException {
        for (Thread request : underWay) {
            request.join();
        }
    }

    synchronized void rest() {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }

    /** {@code SUCCEEDED FAILED LONGEST_GAP_MILLIS TROUBLE_MILLIS NODE}, and begins again. */
    synchronized String report() {
        long gap = Math.max(longestGap, System.nanoTime() - lastSuccess);
        long trouble = failed == 0 ? 0 : lastFailure - firstFailure;
        String report = "%d %d %d %d %s"
                .formatted(
                        succeeded,
                        failed,
                        TimeUnit.NANOSECONDS.toMillis(gap),
                        TimeUnit.NANOSECONDS.toMillis(trouble),
                        node);
        succeeded = 0;
        failed = 0;
        longestGap = 0;
        return report;
    }

    private void ask(Endpoint where) {
        long started = System.nanoTime();
        underWay.add(Thread.currentThread());
        try {
            note(started, answer(where));
        } catch (IOException e) {
            // For the end of the client's log, which a failing test shows.
            System.err.println(Instant.now() + " " + e);
            note(started, "");
        } finally {
            underWay.remove(Thread.currentThread());
        }
    }

    private static String answer(Endpoint where) throws IOException {
        try (SSLSocket socket = where.connect()) {
            socket.getOutputStream()
                    .write("GET /apis HTTP/1.1\r\nHost: kubernetes\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Where a client asks, and how long it waits for a connection and for each part of an answer. */
    record Endpoint(SSLContext tls, String host, int port, int timeoutMillis) {
        /** A connection whose handshake is still to come. */
        SSLSocket connect() throws IOException {
            Socket plain = new Socket();
            try {
                plain.connect(new InetSocketAddress(host, port), timeoutMillis);
                plain.setSoTimeout(timeoutMillis);
                SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, SERVER_NAME, port, true);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                return socket;
            } catch (IOException e) {
                plain.close();
                throw e;
            }
        }
    }

    private synchronized void note(long started, String answer) {
        if (!answer.startsWith("HTTP/1.1 200")) {
            firstFailure = failed == 0 ? started : Math.min(firstFailure, started);
            lastFailure = failed == 0 ? started : Math.max(lastFailure, started);
            failed++;
            return;
        }
        succeeded++;
        long now = System.nanoTime();
        longestGap = Math.max(longestGap, now - lastSuccess);
        lastSuccess = now;
        Matcher matcher = NODE.matcher(answer);
        node = matcher.find() ? matcher.group(1) : "";
    }
}
