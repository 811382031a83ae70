package io.vipagent.net;

import io.vipagent.time.Ticker;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * Serves the connections of one listening socket, each on a virtual thread of its own, each for a limited time. Those
 * beyond the most that are served at once are closed at once.
 */
public final class Acceptor implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ServerSocketChannel server;
    private final Limits limits;
    private final Ticker ticker;
    private final Predicate<SocketChannel> admitted;
    private final Handler handler;
    private final Semaphore places;

    /**
     * What clients may take.
     *
     * @param most how many are served at once
     * @param patience how long one is served
     */
    public record Limits(int most, Duration patience) {}

    /** Serves one connection. */
    @FunctionalInterface
    public interface Handler {
        /** Serves {@code client}, which is closed afterwards, and from outside when its time is over. */
        void serve(SocketChannel client) throws IOException;
    }

    private Acceptor(
            ServerSocketChannel server,
            Limits limits,
            Ticker ticker,
            Predicate<SocketChannel> admitted,
            Handler handler) {
        this.server = server;
        this.limits = limits;
        this.ticker = ticker;
        this.admitted = admitted;
        this.handler = handler;
        this.places = new Semaphore(limits.most());
    }

    /** Begins to serve {@code server}, which is bound; clients that are not {@code admitted} are closed unserved. */
    public static Acceptor start(
            String name,
            ServerSocketChannel server,
            Limits limits,
            Ticker ticker,
            Predicate<SocketChannel> admitted,
            Handler handler) {
        Acceptor acceptor = new Acceptor(server, limits, ticker, admitted, handler);
        Thread.ofVirtual().name(name).start(acceptor::run);
        return acceptor;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void run() {
        try {
            while (server.isOpen()) {
                accept();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() throws InterruptedException {
        try {
            SocketChannel client = server.accept();
            if (admitted.test(client) && places.tryAcquire()) {
                Thread.ofVirtual().start(() -> serve(client));
            } else {
                client.close();
            }
        } catch (IOException e) {
            // Such as for want of descriptors: a pause, so that the loop does not spin.
            ticker.sleepUntil(ticker.nanos() + PAUSE.toNanos());
        }
    }

    private void serve(SocketChannel client) {
        Thread guard = Thread.ofVirtual().start(() -> endLate(client));
        try (client) {
            handler.serve(client);
        } catch (IOException e) {
            // The client went away or took too long, and knows it.
        } finally {
            guard.interrupt();
            places.release();
        }
    }

    private void endLate(SocketChannel client) {
        try {
            ticker.sleepUntil(ticker.nanos() + limits.patience().toNanos());
            client.close();
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }
}
