package io.vipagent.agent.probe;

import io.vipagent.core.health.Phase;
import io.vipagent.core.protocol.MalformedResponse;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.target.Endpoint;
import io.vipagent.platform.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One GET. Over a connection that was kept from the last one, where there is one and the peer still answers on it; else
 * over a fresh one, with a handshake where there is TLS. Where the hello is refused: another connection, once.
 */
final class Exchange {
    private static final int BUFFER = 4096;

    private final Endpoint endpoint;
    private final Resolver resolver;
    private final Deadline deadline;
    private final Stopwatch stopwatch;
    private final Optional<IdleConnections> idle;
    private Optional<Handshake> handshake;

    /**
     * Without a {@code handshake} it speaks plain HTTP.
     *
     * @param handshake of a fresh connection
     * @param idle keeps connections; empty: each is closed behind its answer
     */
    Exchange(
            Endpoint endpoint,
            Optional<Handshake> handshake,
            Resolver resolver,
            Deadline deadline,
            Stopwatch stopwatch,
            Optional<IdleConnections> idle) {
        this.endpoint = endpoint;
        this.handshake = handshake;
        this.resolver = resolver;
        this.deadline = deadline;
        this.stopwatch = stopwatch;
        this.idle = idle;
    }

    /** Feeds {@code parser} with the answer until it is complete. */
    void run(ResponseParser parser)
            throws IOException, GeneralSecurityException, InterruptedException, MalformedResponse {
        if (askOverKept(parser)) {
            return;
        }
        try {
            ask(open(), parser);
        } catch (ClientHelloRefused e) {
            ask(open(), parser);
        }
    }

    /** Returns the handshake of the connection that was used; empty in the clear. */
    Optional<Handshake> handshake() {
        return handshake;
    }

    /**
     * Asks over the connection that was kept, where there is one, and returns whether it was answered. One that ended
     * without an answer may have been closed before the question came.
     */
    private boolean askOverKept(ResponseParser parser) throws IOException, MalformedResponse {
        Optional<OpenConnection> kept =
                idle.flatMap(connections -> connections.take(endpoint, handshake.map(Handshake::material)));
        if (kept.isEmpty()) {
            return false;
        }
        Optional<Handshake> fresh = handshake;
        handshake = kept.get().handshake();
        kept.get().begin(deadline);
        try {
            ask(kept.get(), parser);
            return true;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException | MalformedResponse e) {
            if (parser.begun()) {
                throw e;
            }
            handshake = fresh;
            stopwatch.beginAgain();
            return false;
        }
    }

    private OpenConnection open() throws IOException, GeneralSecurityException, InterruptedException {
        DeadlineSocket socket = connect();
        try {
            return new OpenConnection(deadline.ticker(), socket, secure(socket), handshake);
        } catch (IOException | GeneralSecurityException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private void ask(OpenConnection connection, ResponseParser parser) throws IOException, MalformedResponse {
        boolean kept = false;
        try {
            boolean last = idle.isEmpty() || !connection.mayStay();
            stopwatch.begin(Phase.FIRST_BYTE);
            connection.socket().getOutputStream().write(request(last));
            boolean ended = read(connection.socket().getInputStream(), parser);
            if (!last && ended && parser.keepsAlive()) {
                idle.get().keep(endpoint, connection);
                kept = true;
            }
        } finally {
            if (!kept) {
                connection.close();
            }
        }
    }

    /** Tries all addresses; what is said where none answers is of the first, which the system holds to be the best. */
    private DeadlineSocket connect() throws IOException, InterruptedException {
        InetAddress[] addresses = resolver.resolve(endpoint.host(), deadline);
        stopwatch.begin(Phase.CONNECT);
        List<IOException> failures = new ArrayList<>();
        for (int i = 0; i < addresses.length; i++) {
            DeadlineSocket socket = new DeadlineSocket(deadline);
            try {
                int timeout = Math.max(1, deadline.millisLeft() / (addresses.length - i));
                socket.connect(new InetSocketAddress(addresses[i], endpoint.port()), timeout);
                return socket;
            } catch (IOException e) {
                socket.close();
                failures.add(e);
            }
        }
        throw failures.getFirst();
    }

    private Socket secure(Socket socket) throws IOException, GeneralSecurityException {
        socket.setTcpNoDelay(true);
        if (handshake.isEmpty()) {
            return socket;
        }
        stopwatch.begin(Phase.TLS);
        return handshake.get().over(socket);
    }

    /** Returns whether the peer said nothing behind its answer so far. */
    private boolean read(InputStream in, ResponseParser parser) throws IOException, MalformedResponse {
        byte[] buffer = new byte[BUFFER];
        int length = in.read(buffer);
        if (length >= 0) {
            stopwatch.begin(Phase.TOTAL);
        }
        for (; length >= 0; length = in.read(buffer)) {
            boolean all = parser.feed(buffer, 0, length) == length;
            if (parser.done()) {
                return all && in.available() == 0;
            }
        }
        parser.end();
        return false;
    }

    private byte[] request(boolean last) {
        Optional<String> authorization = handshake.flatMap(Handshake::authorization);
        return last
                ? GetRequest.closing(endpoint, authorization)
                : GetRequest.keepingAlive(endpoint, endpoint.requestTarget(), authorization);
    }
}
