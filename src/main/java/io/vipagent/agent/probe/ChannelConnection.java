package io.vipagent.agent.probe;

import io.vipagent.core.health.Phase;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.health.TlsSession;
import io.vipagent.core.protocol.Credentials;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.protocol.ResponseParser.Malformed;
import io.vipagent.core.target.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** An {@link HttpConnection} in TLS, over a channel that its {@link Reactor} waits on. */
final class ChannelConnection implements HttpConnection, Reactor.Waiting {
    /**
     * The greatest number of encrypted bytes between two answers, or behind the last one. An answer has at most 64 KiB,
     * a handshake too; what is more is a peer that keeps TLS busy and says nothing.
     */
    static final long MAX_RECEIVED = 256 * 1024;

    private static final long MAX_AT_ONCE = 32 * 1024;

    private final Endpoint endpoint;
    private final Handshake handshake;
    private final BooleanSupplier current;
    private final Reactor reactor;
    private final Listener listener;
    private final Duration connectTimeout;
    private final long opened;
    private final Resolver resolver;
    private final CompletableFuture<InetAddress[]> addresses;
    private final Deque<InetAddress> untried = new ArrayDeque<>();
    private final List<IOException> failures = new ArrayList<>();

    private State state = State.RESOLVING;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable TlsChannel tls;
    private Optional<TlsSession> session = Optional.empty();
    private @Nullable Question question;
    private long receivedBefore;
    private long attemptEnds;
    private boolean unasked;
    private Event event = Event.NONE;

    private enum State {
        RESOLVING,
        CONNECTING,
        SECURING,
        OPEN,
        ENDING,
        GONE
    }

    private enum Event {
        NONE,
        ANSWERED,
        CLOSED,
        UNASKED
    }

    private record Question(String requestTarget, ResponseParser parser, Stopwatch stopwatch) {}

    /**
     * Begins to connect.
     *
     * @param current whether the TLS files that {@code handshake} was made of are still in force
     * @param connectTimeout what the addresses share where there are several; the last one is tried without an end
     */
    ChannelConnection(
            Endpoint endpoint,
            Handshake handshake,
            BooleanSupplier current,
            Resolver resolver,
            Reactor reactor,
            Duration connectTimeout,
            Listener listener) {
        this.endpoint = endpoint;
        this.handshake = handshake;
        this.current = current;
        this.reactor = reactor;
        this.connectTimeout = connectTimeout;
        this.listener = listener;
        this.opened = reactor.ticker().nanos();
        this.resolver = resolver;
        this.addresses = resolver.begin(endpoint.host(), reactor::wakeUp);
    }

    @Override
    public void ask(String requestTarget, ResponseParser parser, Stopwatch stopwatch) {
        Question asked = new Question(requestTarget, parser, stopwatch);
        question = asked;
        if (state == State.OPEN) {
            attempt(() -> send(asked));
        }
    }

    @Override
    public boolean idle() {
        return state == State.OPEN && question == null;
    }

    @Override
    public Optional<ServerCertificate> certificate() {
        return handshake.shown();
    }

    @Override
    public Optional<TlsSession> session() {
        return session;
    }

    @Override
    public Credentials credentials() {
        return handshake.credentials();
    }

    @Override
    public boolean current() {
        return current.getAsBoolean();
    }

    @Override
    public boolean demandsAll() {
        return handshake.demandsAll();
    }

    @Override
    public long run(long nowNanos) {
        if (state == State.RESOLVING && addresses.isDone()) {
            attempt(this::begin);
        }
        return switch (state) {
            case RESOLVING, SECURING, OPEN, GONE -> Long.MAX_VALUE;
            case CONNECTING -> {
                if (!untried.isEmpty() && nowNanos - attemptEnds >= 0) {
                    attempt(() -> failedToConnect(new ConnectException("timed out")));
                }
                yield untried.isEmpty() ? Long.MAX_VALUE : Math.max(0, attemptEnds - nowNanos);
            }
            case ENDING -> {
                if (nowNanos - attemptEnds >= 0) {
                    abort();
                    yield Long.MAX_VALUE;
                }
                yield attemptEnds - nowNanos;
            }
        };
    }

    @Override
    public void ready() {
        if (state == State.ENDING) {
            finish();
        } else {
            attempt(this::advance);
        }
    }

    @Override
    public void end() {
        if (state != State.OPEN || tls == null) {
            abort();
            return;
        }
        state = State.ENDING;
        question = null;
        attemptEnds = reactor.ticker().nanos() + Reactor.GOODBYE_TIMEOUT.toNanos();
        reactor.ending().add(this);
        try {
            tls.end();
            listen();
        } catch (IOException | RuntimeException e) {
            abort();
        }
    }

    @Override
    public void abort() {
        state = State.GONE;
        question = null;
        reactor.ending().remove(this);
        disconnect();
    }

    private interface Step {
        void run() throws IOException, GeneralSecurityException, Malformed;
    }

    /**
     * What happens in {@code step}, or goes wrong, is told behind it: a defect in the listener is not the connection's.
     */
    private void attempt(Step step) {
        Optional<Throwable> failure = Optional.empty();
        try {
            step.run();
        } catch (IOException
                | GeneralSecurityException
                | Malformed
                | RuntimeException
                | StackOverflowError
                | OutOfMemoryError e) {
            failure = Optional.of(e);
        }
        Event told = event;
        event = Event.NONE;
        if (failure.isPresent()) {
            fail(failure.get());
            return;
        }
        switch (told) {
            case NONE -> {
                // Nothing that the listener waits for.
            }
            case ANSWERED -> listener.answered(this);
            case CLOSED -> listener.closed(this);
            case UNASKED -> listener.unasked(this);
        }
    }

    private void begin() throws IOException, GeneralSecurityException, Malformed {
        try {
            untried.addAll(List.of(addresses.join()));
        } catch (CompletionException e) {
            throw new UnknownHostException(endpoint.host());
        }
        phase(Phase.CONNECT);
        connect();
    }

    /** Tries the next address. */
    private void connect() throws IOException, GeneralSecurityException, Malformed {
        InetSocketAddress address = new InetSocketAddress(untried.removeFirst(), endpoint.port());
        long now = reactor.ticker().nanos();
        long left = Math.max(0, opened + connectTimeout.toNanos() - now);
        attemptEnds = now + left / (untried.size() + 1);
        state = State.CONNECTING;
        try {
            SocketChannel fresh = SocketChannel.open();
            channel = fresh;
            fresh.configureBlocking(false);
            fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = fresh.register(reactor.selector(), SelectionKey.OP_CONNECT, this);
            if (fresh.connect(address)) {
                secure();
            }
        } catch (UnsupportedAddressTypeException | UnresolvedAddressException e) {
            failedToConnect(new SocketException("cannot connect to such an address"));
        } catch (IOException e) {
            failedToConnect(e);
        }
    }

    /** What is said where no address answers is of the first, which the system holds to be the best. */
    private void failedToConnect(IOException failure) throws IOException, GeneralSecurityException, Malformed {
        failures.add(failure);
        disconnect();
        if (untried.isEmpty()) {
            throw failures.getFirst();
        }
        connect();
    }

    private void secure() throws IOException, GeneralSecurityException, Malformed {
        state = State.SECURING;
        failures.clear();
        phase(Phase.TLS);
        SocketChannel connected = connected();
        tls = new TlsChannel(connected, handshake.engine(endpoint.port()), reactor.buffers());
        advance();
    }

    private void advance() throws IOException, GeneralSecurityException, Malformed {
        if (state == State.CONNECTING) {
            try {
                if (!connected().finishConnect()) {
                    return;
                }
            } catch (IOException e) {
                failedToConnect(e);
                return;
            }
            secure();
            return;
        }
        TlsChannel secured = tls;
        if (secured == null) {
            return;
        }
        try {
            secured.advance(MAX_AT_ONCE, this::take);
        } catch (SSLException e) {
            throw state == State.SECURING ? handshake.told(e) : e;
        }
        if (state == State.SECURING && secured.established()) {
            state = State.OPEN;
            session = Optional.of(secured.session());
            if (question != null) {
                send(question);
            }
        }
        if (state == State.OPEN) {
            judge(secured);
        }
        if (state == State.SECURING || state == State.OPEN) {
            listen();
        }
    }

    private void send(Question asked) throws IOException {
        asked.stopwatch().begin(Phase.FIRST_BYTE);
        TlsChannel secured = secured();
        receivedBefore = secured.receivedBytes();
        secured.send(GetRequest.keepingAlive(endpoint, asked.requestTarget(), handshake.authorization()));
        listen();
    }

    /** Takes what was said and decrypted. */
    private void take(byte[] bytes, int offset, int length) throws IOException {
        Question asked = question;
        if (asked == null || asked.parser().done()) {
            unasked = unasked || length > 0;
            return;
        }
        if (!asked.parser().begun()) {
            asked.stopwatch().begin(Phase.TOTAL);
        }
        try {
            unasked = asked.parser().feed(bytes, offset, length) < length;
        } catch (Malformed e) {
            throw new MalformedAnswer(e);
        }
    }

    /** Judges what has come so far. */
    private void judge(TlsChannel secured) throws IOException, Malformed {
        Question asked = question;
        if (secured.receivedBytes() - receivedBefore > MAX_RECEIVED) {
            throw new SocketException("the server sent more than " + MAX_RECEIVED / 1024 + " KiB and no answer");
        }
        if (asked == null) {
            if (unasked) {
                end();
                event = Event.UNASKED;
            } else if (secured.ended()) {
                end();
                event = Event.CLOSED;
            }
            return;
        }
        if (secured.ended() && !asked.parser().done()) {
            asked.parser().end();
        }
        if (asked.parser().done()) {
            question = null;
            receivedBefore = secured.receivedBytes();
            if (unasked || secured.ended() || !asked.parser().keepsAlive()) {
                end();
            }
            event = Event.ANSWERED;
        }
    }

    /** Reads to the end what nobody wants to know any more, so that the connection ends without being reset. */
    private void finish() {
        TlsChannel secured = secured();
        try {
            secured.advance(MAX_AT_ONCE, (bytes, offset, length) -> {});
            if (secured.ended() || secured.receivedBytes() - receivedBefore > MAX_RECEIVED) {
                abort();
            } else {
                listen();
            }
        } catch (IOException | RuntimeException e) {
            abort();
        }
    }

    private void listen() {
        SelectionKey registered = key;
        TlsChannel secured = tls;
        if (registered != null && registered.isValid() && secured != null) {
            int wanted = secured.wantsToWrite() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (registered.interestOps() != wanted) {
                registered.interestOps(wanted);
            }
        }
    }

    private void fail(Throwable error) {
        if (state == State.CONNECTING || state == State.SECURING) {
            resolver.forget(endpoint.host());
        }
        boolean asked = question != null;
        boolean closed =
                error instanceof SocketException && !(error instanceof ConnectException) || tls != null && tls.ended();
        Throwable told = error instanceof MalformedAnswer malformed ? malformed.malformed : error;
        abort();
        if (!asked) {
            listener.closed(this);
        } else if (!failures.isEmpty() && failures.stream().allMatch(ChannelConnection::isRefusal)) {
            listener.failed(this, told, Ending.REFUSED);
        } else {
            listener.failed(this, told, closed ? Ending.CLOSED : Ending.OTHER);
        }
    }

    private static boolean isRefusal(IOException failure) {
        return failure instanceof ConnectException
                && !String.valueOf(failure.getMessage()).contains("timed out");
    }

    private void phase(Phase next) {
        if (question != null) {
            question.stopwatch().begin(next);
        }
    }

    private SocketChannel connected() {
        if (channel == null) {
            throw new IllegalStateException("no channel");
        }
        return channel;
    }

    private TlsChannel secured() {
        if (tls == null) {
            throw new IllegalStateException("no TLS");
        }
        return tls;
    }

    private void disconnect() {
        SocketChannel old = channel;
        channel = null;
        key = null;
        tls = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException e) {
                // It is gone all the same.
            }
        }
    }

    /** Carries a {@link Malformed} through TLS, which knows I/O errors alone. */
    private static final class MalformedAnswer extends IOException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial")
        private final Malformed malformed;

        MalformedAnswer(Malformed malformed) {
            this.malformed = malformed;
        }
    }
}
