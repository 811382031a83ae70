package io.vipagent.agent.probe;

import io.vipagent.agent.probe.Conversation.MalformedAnswer;
import io.vipagent.agent.probe.Conversation.Progress;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.health.TlsSession;
import io.vipagent.core.protocol.Credentials;
import io.vipagent.core.protocol.MalformedResponse;
import io.vipagent.core.protocol.ResponseParser;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpConnection} in TLS, over a channel that its {@link Reactor} waits on: from the name to the addresses,
 * to TCP, to TLS, to questions. {@link ConnectAttempts} says which address is tried, {@link Conversation} what the
 * bytes mean, and {@link Goodbye} ends it.
 */
final class ChannelConnection implements HttpConnection, Reactor.Waiting {
    /** How many bytes are read before the others of the same thread have their turn. */
    static final long MAX_AT_ONCE = 32 * 1024;

    private final Endpoint endpoint;
    private final Handshake handshake;
    private final BooleanSupplier current;
    private final Reactor reactor;
    private final Listener listener;
    private final Resolver resolver;
    private final CompletableFuture<InetAddress[]> addresses;
    private final ConnectAttempts attempts;
    private final Conversation conversation = new Conversation();

    private ConnectionState state = ConnectionState.RESOLVING;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable TlsChannel tls;
    private Optional<TlsSession> session = Optional.empty();
    private Progress progress = Progress.NONE;

    private enum ConnectionState {
        RESOLVING,
        CONNECTING,
        SECURING,
        OPEN,
        GONE
    }

    /**
     * Begins to connect to {@code endpoint}; the listener hears what comes of it.
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
        this.listener = listener;
        this.attempts = new ConnectAttempts(reactor.ticker().nanos(), connectTimeout);
        this.resolver = resolver;
        this.addresses = resolver.begin(endpoint.host(), reactor::wakeUp);
    }

    @Override
    public void ask(String requestTarget, ResponseParser parser, Stopwatch stopwatch) {
        conversation.ask(requestTarget, parser, stopwatch);
        if (state == ConnectionState.OPEN) {
            attempt(this::send);
        }
    }

    @Override
    public boolean idle() {
        return state == ConnectionState.OPEN && !conversation.isAsked();
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
        if (state == ConnectionState.RESOLVING && addresses.isDone()) {
            attempt(this::begin);
        }
        if (state != ConnectionState.CONNECTING) {
            return Long.MAX_VALUE;
        }
        if (attempts.isOver(nowNanos)) {
            attempt(() -> failedToConnect(new ConnectException("timed out")));
        }
        return attempts.dueIn(nowNanos);
    }

    @Override
    public void ready() {
        attempt(this::advance);
    }

    @Override
    public void end() {
        SocketChannel open = channel;
        SelectionKey registered = key;
        TlsChannel secured = tls;
        if (state != ConnectionState.OPEN || open == null || registered == null || secured == null) {
            abort();
            return;
        }
        state = ConnectionState.GONE;
        conversation.drop();
        channel = null;
        key = null;
        tls = null;
        new Goodbye(reactor, open, registered, secured, conversation.maxReceivedBytes()).begin();
    }

    @Override
    public void abort() {
        state = ConnectionState.GONE;
        conversation.drop();
        disconnect();
    }

    private interface IoStep {
        void run() throws IOException, GeneralSecurityException, MalformedResponse;
    }

    /**
     * What happens in {@code step}, or goes wrong, is told behind it: a defect in the listener is not the connection's.
     */
    private void attempt(IoStep step) {
        Optional<Throwable> failure = Optional.empty();
        try {
            step.run();
        } catch (IOException
                | GeneralSecurityException
                | MalformedResponse
                | RuntimeException
                | StackOverflowError
                | OutOfMemoryError e) {
            failure = Optional.of(e);
        }
        Progress told = progress;
        progress = Progress.NONE;
        if (failure.isPresent()) {
            fail(failure.get());
            return;
        }
        switch (told) {
            case NONE -> {
                // Nothing that the listener waits for.
            }
            case ANSWERED, ANSWERED_LAST -> listener.answered(this);
            case CLOSED -> listener.closed(this);
            case UNASKED -> listener.unasked(this);
        }
    }

    private void begin() throws IOException, GeneralSecurityException, MalformedResponse {
        try {
            attempts.begin(addresses.join());
        } catch (CompletionException e) {
            throw new UnknownHostException(endpoint.host());
        }
        conversation.phase(Phase.CONNECT);
        connect();
    }

    /** Tries the next address. */
    private void connect() throws IOException, GeneralSecurityException, MalformedResponse {
        InetAddress next = attempts.next(reactor.ticker().nanos());
        InetSocketAddress address = new InetSocketAddress(next, endpoint.port());
        state = ConnectionState.CONNECTING;
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

    private void failedToConnect(IOException failure) throws IOException, GeneralSecurityException, MalformedResponse {
        disconnect();
        attempts.failed(failure);
        connect();
    }

    private void secure() throws IOException, GeneralSecurityException, MalformedResponse {
        state = ConnectionState.SECURING;
        attempts.connected();
        conversation.phase(Phase.TLS);
        SocketChannel connected = connected();
        tls = new TlsChannel(connected, handshake.engine(endpoint.port()), reactor.buffers());
        advance();
    }

    private void advance() throws IOException, GeneralSecurityException, MalformedResponse {
        if (state == ConnectionState.CONNECTING) {
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
            secured.advance(MAX_AT_ONCE, conversation::take);
        } catch (SSLException e) {
            throw state == ConnectionState.SECURING ? handshake.told(e) : e;
        }
        if (state == ConnectionState.SECURING && secured.established()) {
            state = ConnectionState.OPEN;
            session = Optional.of(secured.session());
            if (conversation.isAsked()) {
                send();
            }
        }
        if (state == ConnectionState.OPEN) {
            judge(secured);
        }
        if (state == ConnectionState.SECURING || state == ConnectionState.OPEN) {
            listen();
        }
    }

    private void send() throws IOException {
        TlsChannel secured = secured();
        String requestTarget = conversation.send(secured.receivedBytes());
        secured.send(GetRequest.keepingAlive(endpoint, requestTarget, handshake.authorization()));
        listen();
    }

    private void judge(TlsChannel secured) throws IOException, MalformedResponse {
        progress = conversation.judge(secured.receivedBytes(), secured.ended());
        switch (progress) {
            case NONE, ANSWERED -> {
                // It stays.
            }
            case ANSWERED_LAST, CLOSED, UNASKED -> end();
        }
    }

    private void listen() {
        if (key != null && tls != null) {
            tls.listen(key);
        }
    }

    private void fail(Throwable error) {
        if (state == ConnectionState.CONNECTING || state == ConnectionState.SECURING) {
            resolver.forget(endpoint.host());
        }
        boolean asked = conversation.isAsked();
        boolean closed =
                error instanceof SocketException && !(error instanceof ConnectException) || tls != null && tls.ended();
        Throwable told = error instanceof MalformedAnswer malformed ? malformed.malformed() : error;
        abort();
        if (!asked) {
            listener.closed(this);
        } else if (attempts.areRefused()) {
            listener.failed(this, told, Ending.REFUSED);
        } else {
            listener.failed(this, told, closed ? Ending.CLOSED : Ending.OTHER);
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
}
