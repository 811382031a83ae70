package io.vipagent.agent.probe;

import io.vipagent.core.health.Phase;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.core.protocol.ResponseParser.Malformed;
import io.vipagent.core.target.Endpoint;
import io.vipagent.platform.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connection, one handshake where there is one, one GET. Where the hello is refused: another connection, once. */
final class Exchange {
    private static final int BUFFER = 4096;

    private final Endpoint endpoint;
    private final Optional<Handshake> handshake;
    private final Resolver resolver;
    private final Deadline deadline;
    private final Stopwatch stopwatch;

    /** Without a {@code handshake} it speaks plain HTTP. */
    Exchange(
            Endpoint endpoint,
            Optional<Handshake> handshake,
            Resolver resolver,
            Deadline deadline,
            Stopwatch stopwatch) {
        this.endpoint = endpoint;
        this.handshake = handshake;
        this.resolver = resolver;
        this.deadline = deadline;
        this.stopwatch = stopwatch;
    }

    /** Feeds {@code parser} with the answer until it is complete. */
    void run(ResponseParser parser) throws IOException, GeneralSecurityException, InterruptedException, Malformed {
        try {
            once(parser);
        } catch (ClientHelloRefused e) {
            once(parser);
        }
    }

    private void once(ResponseParser parser)
            throws IOException, GeneralSecurityException, InterruptedException, Malformed {
        try (Socket socket = connect();
                Socket secured = secure(socket)) {
            stopwatch.begin(Phase.FIRST_BYTE);
            secured.getOutputStream().write(request());
            read(secured.getInputStream(), parser);
        }
    }

    /** Tries all addresses; what is said where none answers is of the first, which the system holds to be the best. */
    private Socket connect() throws IOException, InterruptedException {
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

    private void read(InputStream in, ResponseParser parser) throws IOException, Malformed {
        byte[] buffer = new byte[BUFFER];
        int length = in.read(buffer);
        if (length >= 0) {
            stopwatch.begin(Phase.TOTAL);
        }
        for (; length >= 0; length = in.read(buffer)) {
            parser.feed(buffer, 0, length);
            if (parser.done()) {
                return;
            }
        }
        parser.end();
    }

    private byte[] request() {
        return GetRequest.closing(endpoint, handshake.flatMap(Handshake::authorization));
    }
}
