package io.vipagent.fake;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A kube-apiserver to probe: HTTPS on a real port, well-behaved until it {@linkplain #become becomes} something else.
 * Each connection has a thread; after {@link #close} there is no port, no thread and no connection left.
 */
public final class FakeApiServer implements AutoCloseable {
    private final TestCa ca;
    private final Knobs knobs = new Knobs();
    private final ServerCounts counters = new ServerCounts();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private final Listener listener;
    private volatile Mode mode;
    private Identity identity;
    private boolean closed;

    private FakeApiServer(TestCa ca, InetSocketAddress address, ThreadFactory threads) throws IOException {
        this.ca = ca;
        this.threads = Executors.newThreadPerTaskExecutor(threads);
        this.identity = ca.good();
        this.mode = new Mode(Behaviour.OK, ca, identity);
        this.listener = new Listener(address, this::accepted);
    }

    /** On a free port of 127.0.0.1. */
    public static FakeApiServer start(TestCa ca) {
        return start(ca, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    public static FakeApiServer start(TestCa ca, InetSocketAddress address) {
        return start(ca, address, Thread.ofVirtual().factory());
    }

    /** The same, with such a thread for each connection. */
    static FakeApiServer start(TestCa ca, InetSocketAddress address, ThreadFactory threads) {
        try {
            FakeApiServer server = new FakeApiServer(ca, address, threads);
            server.become(Behaviour.OK);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address, e);
        }
    }

    /**
     * Behaves so from the next connection on. Connections that hang, and those that are idle between two requests, end
     * now; one in the middle of a normal answer finishes it.
     */
    public synchronized void become(Behaviour behaviour) {
        switchTo(new Mode(behaviour, ca, identity));
    }

    /** Ends the connections that hang or are idle between two requests, as a graceful server does before it goes. */
    public void endIdleConnections() {
        open.forEach(Connection::endIfHanging);
    }

    /**
     * Ends each of its connections once it is idle, and returns when none is open: a client has its answer a moment
     * before the server is idle again.
     */
    public void endConnectionsOnceIdle(Duration timeout) {
        await().atMost(timeout).until(() -> {
            endIdleConnections();
            return openConnections() == 0;
        });
    }

    public Behaviour behaviour() {
        return mode.behaviour();
    }

    /** Shows this certificate from the next connection on, as after a renewal; ends what {@link #become} ends. */
    public synchronized void rotate(Identity renewed) {
        identity = renewed;
        switchTo(new Mode(mode.behaviour(), ca, identity));
    }

    /** Serves so by chance while it is {@link Behaviour#OK}. */
    public FakeApiServer noise(Noise noise) {
        knobs.noise = noise;
        return this;
    }

    /** Answers each request so late while it is {@link Behaviour#OK}. */
    public FakeApiServer lateness(Lateness lateness) {
        knobs.lateness = lateness;
        return this;
    }

    /** What its etcd does while it is {@link Behaviour#OK}. */
    public FakeApiServer etcd(Etcd etcd) {
        knobs.etcd = etcd;
        return this;
    }

    /** How long {@link Behaviour#SLOW} waits; a second unless told otherwise. */
    public FakeApiServer slowness(Duration slowness) {
        knobs.slowness = slowness;
        return this;
    }

    /** How long the trickling behaviours wait before each byte; a second unless told otherwise. */
    public FakeApiServer pace(Duration betweenTwoBytes) {
        knobs.pace = betweenTwoBytes;
        return this;
    }

    /** What {@link Behaviour#REQUIRE_TOKEN} requires; {@code test-token} unless told otherwise. */
    public FakeApiServer token(String token) {
        knobs.token = token;
        return this;
    }

    /** What good answers say; {@code ok} unless told otherwise. ASCII. */
    public FakeApiServer page(String body) {
        knobs.page = body;
        return this;
    }

    /** Speaks plain HTTP from now on. What it does to TLS it does before the request then. */
    public FakeApiServer plain() {
        knobs.plain = true;
        return this;
    }

    /** What good answers carry in {@code X-Node}. */
    public FakeApiServer node(String name) {
        knobs.node = name;
        return this;
    }

    public InetSocketAddress address() {
        return listener.address();
    }

    public int port() {
        return address().getPort();
    }

    /** {@code https://ADDRESS:PORT} and this path; {@code http} where it speaks it plain. */
    public String url(String path) {
        String host = address().getAddress().getHostAddress();
        return (knobs.plain ? "http://" : "https://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port()
                + path;
    }

    /** How many were accepted; a refused one is not. */
    public long connections() {
        return counters.connections();
    }

    public long requests() {
        return counters.requests();
    }

    /** How many handshakes were completed. */
    public long handshakes() {
        return counters.handshakes();
    }

    /** How many requests were for one of the checks that ask etcd, such as {@code /readyz}. */
    public long fullChecks() {
        return counters.fullChecks();
    }

    /** How many requests were for {@code /apis} and below. */
    public long work() {
        return counters.work();
    }

    public int openConnections() {
        return counters.open();
    }

    /** The head of the latest request, empty line included; empty before the first. */
    public String lastRequest() {
        return counters.lastRequest();
    }

    /**
     * What the latest client for TLS named in its hello (SNI), also when the handshake then failed; empty if nothing.
     */
    public String lastServerName() {
        return counters.lastServerName();
    }

    /** Fails the test after the timeout. */
    public void awaitConnections(long atLeast, Duration timeout) {
        counters.awaitConnections(atLeast, timeout);
    }

    /** Fails the test after the timeout. */
    public void awaitRequests(long atLeast, Duration timeout) {
        counters.awaitRequests(atLeast, timeout);
    }

    /** Fails the test after the timeout. */
    public void awaitOpenConnections(int exactly, Duration timeout) {
        counters.awaitOpen(exactly, timeout);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            listener.close();
            open.forEach(Connection::end);
            threads.shutdown();
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("connections outlive close(): " + open.size());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void switchTo(Mode next) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        try {
            if (next.behaviour() == Behaviour.REFUSE) {
                listener.shut();
            }
            mode = next;
            if (next.behaviour() != Behaviour.REFUSE) {
                listener.open();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Connection::endIfHanging);
    }

    private void accepted(Wire wire) {
        Connection connection = new Connection(wire, () -> mode, knobs, counters);
        open.add(connection);
        counters.connected();
        threads.execute(() -> {
            try {
                connection.serve();
            } finally {
                open.remove(connection);
                counters.disconnected();
            }
        });
    }
}
