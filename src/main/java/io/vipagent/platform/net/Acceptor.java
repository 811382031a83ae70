package io.vipagent.platform.net;

import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Serves the connections of one listening socket, each on a thread of its own, each for a limited time. Those beyond the
 * most that are served at once are closed at once. The threads are the kernel's, and used again: in a native image a
 * virtual one may never hear that its socket is readable (oracle/graal#13787).
 */
public final class Acceptor implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ServerSocketChannel server;
    private final Limits limits;
    private final Ticker ticker;
    private final Predicate<SocketChannel> admitted;
    private final Handler handler;
    private final Semaphore places;
    private final ExecutorService threads;
    private final BlockingQueue<Limit> limitsByAge = new LinkedBlockingQueue<>();

    /**
     * What clients may take.
     *
     * @param most how many are served at once
     * @param patience how long one is served
     */
    public record Limits(int most, Duration patience) {}

    /** When a client's time is over; without a client, no more will follow. */
    private record Limit(long nanos, Optional<SocketChannel> client) {}

    /** Serves one connection. */
    @FunctionalInterface
    public interface Handler {
        /** Serves {@code client}, which is closed afterwards, and from outside when its time is over. */
        void serve(SocketChannel client) throws IOException;
    }

    private Acceptor(
            String name,
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
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name(name + " ", 0).factory());
    }

    /** Begins to serve {@code server}, which is bound; clients that are not {@code admitted} are closed unserved. */
    public static Acceptor start(
            String name,
            ServerSocketChannel server,
            Limits limits,
            Ticker ticker,
            Predicate<SocketChannel> admitted,
            Handler handler) {
        Acceptor acceptor = new Acceptor(name, server, limits, ticker, admitted, handler);
        acceptor.threads.execute(acceptor::run);
        acceptor.threads.execute(acceptor::endLate);
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
        } finally {
            limitsByAge.add(new Limit(ticker.nanos(), Optional.empty()));
            threads.shutdown();
        }
    }

    private void accept() throws InterruptedException {
        try {
            SocketChannel client = server.accept();
            if (!admitted.test(client) || !places.tryAcquire() || !handOver(client)) {
                client.close();
            }
        } catch (IOException e) {
            // There may be no descriptors left: a pause, so that the loop does not spin.
            ticker.sleepUntil(ticker.nanos() + PAUSE.toNanos());
        }
    }

    private boolean handOver(SocketChannel client) {
        limitsByAge.add(new Limit(ticker.nanos() + limits.patience().toNanos(), Optional.of(client)));
        try {
            threads.execute(() -> serve(client));
            return true;
        } catch (OutOfMemoryError e) {
            // There can be no more threads now.
            places.release();
            return false;
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            handler.serve(client);
        } catch (IOException e) {
            // The client went away or took too long, and knows it.
        } finally {
            places.release();
        }
    }

    /** All have the same time, so who came first is over first. */
    private void endLate() {
        try {
            for (Limit limit = limitsByAge.take(); limit.client().isPresent(); limit = limitsByAge.take()) {
                ticker.sleepUntil(limit.nanos());
                close(limit.client().get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
