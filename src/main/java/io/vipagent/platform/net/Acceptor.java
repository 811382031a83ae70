package io.vipagent.platform.net;

import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Serves the connections of one listening socket, each on a thread of its own, each for a limited time. Where as many
 * are served as may be, the one that came first makes room for a new one: its input ends, so that whoever waits for
 * more of it answers and is done, and a moment later it is closed. A client that means well has its answer within
 * milliseconds, so a crowd that says nothing holds nobody up. The threads are the kernel's, and used again: in a
 * native image a virtual one may never hear that its socket is readable (oracle/graal#13787).
 */
public final class Acceptor implements AutoCloseable {
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(20);
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(10);

    /** How long those that have to go have for their answer; one that cannot be written is none. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(50);

    /** How long a new client waits for the thread of one that has to go: that only has to notice it. */
    private static final Duration EVICTION_TIMEOUT = Duration.ofMillis(200);

    /**
     * One of so many goes at once where all places are taken: to wait for each thread alone would hold the next client
     * up.
     */
    private static final int EVICTED_SHARE = 8;

    private final ServerSocketChannel server;
    private final Limits limits;
    private final Ticker ticker;
    private final Predicate<SocketChannel> admitted;
    private final Handler handler;
    private final Semaphore places;
    private final ExecutorService threads;

    /** Who is served, in the order in which they came, and when their time is over; its own lock. */
    private final Map<SocketChannel, Long> served = new LinkedHashMap<>();

    /**
     * What clients may take.
     *
     * @param maxClients how many are served at once
     * @param clientTimeout how long one is served
     */
    public record Limits(int maxClients, Duration clientTimeout) {}

    /** What is done with a connection that was accepted. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Serves {@code client}, which is closed afterwards, and from outside when its time is over, at {@code end}.
         */
        void serve(SocketChannel client, Deadline end) throws IOException;
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
        this.places = new Semaphore(limits.maxClients());
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                MAX_IDLE_TIME.toMillis(),
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
            synchronized (served) {
                served.notifyAll();
            }
            threads.shutdown();
        }
    }

    private void accept() throws InterruptedException {
        try {
            SocketChannel client = server.accept();
            if (admitted.test(client) && hasPlace()) {
                handOver(client);
            } else {
                client.close();
            }
        } catch (IOException e) {
            // There may be no descriptors left: a pause, so that the loop does not spin.
            ticker.sleepUntil(ticker.nanos() + RETRY_INTERVAL.toNanos());
        }
    }

    private boolean hasPlace() throws InterruptedException {
        if (places.tryAcquire()) {
            return true;
        }
        List<SocketChannel> first = first(Math.max(1, limits.maxClients() / EVICTED_SHARE));
        // On a busy machine the thread of one that means well may not have run yet: its input ends, and it is answered.
        first.forEach(Acceptor::endInput);
        if (places.tryAcquire(ANSWER_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
        }
        first.forEach(Acceptor::close);
        return places.tryAcquire(EVICTION_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void handOver(SocketChannel client) {
        Deadline end = Deadline.in(ticker, limits.clientTimeout());
        synchronized (served) {
            served.put(client, end.atNanos());
            served.notifyAll();
        }
        try {
            threads.execute(() -> serve(client, end));
        } catch (OutOfMemoryError e) {
            // There can be no more threads now: the one that was accepting serves it, and the others have to wait.
            serve(client, end);
        }
    }

    private List<SocketChannel> first(int count) {
        synchronized (served) {
            return served.keySet().stream().limit(count).toList();
        }
    }

    private void serve(SocketChannel client, Deadline end) {
        try (client) {
            handler.serve(client, end);
        } catch (IOException e) {
            // The client went away or took too long, and knows it.
        } finally {
            leave(client);
        }
    }

    private void leave(SocketChannel client) {
        synchronized (served) {
            served.remove(client);
        }
        places.release();
    }

    /** All have the same time, so who came first is over first. */
    private void endLate() {
        try {
            for (OptionalLong next = next(); next.isPresent(); next = next()) {
                ticker.sleepUntil(next.getAsLong());
                over(ticker.nanos()).forEach(Acceptor::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the time of the first client is over, once there is one; empty when there will be none. */
    private OptionalLong next() throws InterruptedException {
        synchronized (served) {
            while (served.isEmpty()) {
                if (!server.isOpen()) {
                    return OptionalLong.empty();
                }
                served.wait();
            }
            return OptionalLong.of(served.values().iterator().next());
        }
    }

    private List<SocketChannel> over(long nanos) {
        synchronized (served) {
            List<SocketChannel> over = new ArrayList<>();
            served.forEach((client, end) -> {
                if (nanos - end >= 0) {
                    over.add(client);
                }
            });
            over.forEach(served::remove);
            return over;
        }
    }

    private static void endInput(SocketChannel client) {
        try {
            client.shutdownInput();
        } catch (IOException e) {
            // It has ended already.
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
