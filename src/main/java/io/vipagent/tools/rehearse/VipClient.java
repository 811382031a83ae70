package io.vipagent.tools.rehearse;

import io.vipagent.agent.probe.HttpGet;
import io.vipagent.core.health.Losses;
import io.vipagent.core.health.Losses.Attempt;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.target.Endpoint;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A client that asks fifty times a second, each time over a fresh connection, until it is closed. */
final class VipClient implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofMillis(20);
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** As many as can wait for their timeout at once. */
    private static final int THREADS = 100;

    private final Endpoint endpoint;
    private final ExpectedResponse expected;
    private final HttpGet http;
    private final Ticker ticker;
    private final Queue<Attempt> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final long start;
    private final List<Thread> threads;
    private volatile boolean closed;

    private VipClient(Endpoint endpoint, ExpectedResponse expected, Ticker ticker) {
        this.endpoint = endpoint;
        this.expected = expected;
        this.ticker = ticker;
        this.http = new HttpGet(ticker, _ -> {});
        this.start = ticker.nanos();
        this.threads = IntStream.range(0, THREADS)
                .mapToObj(_ -> Thread.ofPlatform().daemon().unstarted(this::run))
                .toList();
    }

    static VipClient start(Endpoint endpoint, ExpectedResponse expected, Ticker ticker) {
        VipClient client = new VipClient(endpoint, expected, ticker);
        client.threads.forEach(Thread::start);
        return client;
    }

    /** Returns what it went without so far. */
    Losses losses() {
        return Losses.of(List.copyOf(ended));
    }

    private void run() {
        try {
            while (!closed) {
                ticker.sleepUntil(start + turn.getAndIncrement() * INTERVAL.toNanos());
                if (!closed) {
                    Outcome outcome = http.get(endpoint, expected, TIMEOUT, new ResponseParser());
                    ended.add(new Attempt(ticker.nanos(), outcome.passed()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks no more, and waits for those that are under way. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join(TIMEOUT.plusSeconds(1));
        }
    }
}
