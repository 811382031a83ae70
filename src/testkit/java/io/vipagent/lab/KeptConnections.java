package io.vipagent.lab;

import io.vipagent.lab.Traffic.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/**
 * Connections that stay, as those of watches do: on each a request four times a second, and another connection where
 * one is cut or where a request is not answered in time.
 */
final class KeptConnections {
    private static final int EVERY_MILLIS = 250;
    private static final byte[] REQUEST =
            "GET /api HTTP/1.1\r\nHost: kubernetes\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private AtomicBoolean resting = new AtomicBoolean();

    synchronized void start(Endpoint where, int count) {
        rest();
        AtomicBoolean mine = new AtomicBoolean();
        resting = mine;
        for (int n = 0; n < count; n++) {
            threads.add(Thread.ofPlatform().daemon().name("kept " + n).start(() -> keep(where, mine)));
        }
    }

    /** Ends them, which nobody is to blame for. */
    synchronized void rest() {
        resting.set(true);
        threads.forEach(Thread::interrupt);
        threads.clear();
    }

    /** {@code ANSWERED CUT UNANSWERED} since the last report. */
    String report() {
        return answered.getAndSet(0) + " " + cut.getAndSet(0) + " " + unanswered.getAndSet(0);
    }

    private void keep(Endpoint where, AtomicBoolean rests) {
        while (!rests.get()) {
            boolean open = false;
            try (SSLSocket socket = where.connect()) {
                open = true;
                while (!rests.get()) {
                    ask(socket);
                    answered.incrementAndGet();
                    Thread.sleep(EVERY_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                if (rests.get()) {
                    return;
                }
                // For the end of the client's log, which a failing test shows.
                System.err.println(Instant.now() + " kept: " + e);
                (open && !(e instanceof SocketTimeoutException) ? cut : unanswered).incrementAndGet();
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(REQUEST);
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.lastIndexOf("\r\n\r\n") < 0) {
            head.append((char) next(in));
        }
        String text = head.toString();
        String length = text.replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
        for (int left = Integer.parseInt(length); left > 0; left--) {
            next(in);
        }
    }

    private static int next(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new IOException("closed by the other side");
        }
        return next;
    }
}
