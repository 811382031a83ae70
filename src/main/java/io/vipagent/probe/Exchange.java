package io.vipagent.probe;

import io.vipagent.check.Phase;
import io.vipagent.check.Target;
import io.vipagent.probe.ResponseParser.Malformed;
import io.vipagent.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * One connection, one handshake, one GET. The TLS context is made anew each time, so that no session is ever resumed: a
 * resumed one would show no certificate.
 */
final class Exchange {
    private static final int BUFFER = 4096;

    private final Target target;
    private final TlsMaterial material;
    private final Resolver resolver;
    private final Deadline deadline;
    private final Stopwatch stopwatch;
    private final RecordingVerifier verifier;

    Exchange(
            Target target,
            TlsMaterial material,
            Resolver resolver,
            Deadline deadline,
            Stopwatch stopwatch,
            RecordingVerifier verifier) {
        this.target = target;
        this.material = material;
        this.resolver = resolver;
        this.deadline = deadline;
        this.stopwatch = stopwatch;
        this.verifier = verifier;
    }

    /** Feeds {@code parser} with the answer until it is complete. */
    void run(ResponseParser parser) throws IOException, GeneralSecurityException, InterruptedException, Malformed {
        try (Socket socket = connect();
                SSLSocket tls = handshake(socket)) {
            stopwatch.begin(Phase.FIRST_BYTE);
            tls.getOutputStream().write(request());
            read(tls.getInputStream(), parser);
        }
    }

    /** Tries all addresses; what is said where none answers is of the first, which the system holds to be the best. */
    private Socket connect() throws IOException, InterruptedException {
        InetAddress[] addresses = resolver.resolve(target.host(), deadline);
        stopwatch.begin(Phase.CONNECT);
        List<IOException> failures = new ArrayList<>();
        for (int i = 0; i < addresses.length; i++) {
            DeadlineSocket socket = new DeadlineSocket(deadline);
            try {
                int patience = Math.max(1, deadline.millisLeft() / (addresses.length - i));
                socket.connect(new InetSocketAddress(addresses[i], target.port()), patience);
                return socket;
            } catch (IOException e) {
                socket.close();
                failures.add(e);
            }
        }
        throw failures.getFirst();
    }

    private SSLSocket handshake(Socket socket) throws IOException, GeneralSecurityException {
        stopwatch.begin(Phase.TLS);
        socket.setTcpNoDelay(true);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(material.keyManagers().toArray(new KeyManager[0]), new TrustManager[] {verifier}, null);
        String name = target.trust().serverName();
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, name, target.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        if (!isAddress(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        if (!target.trust().insecure()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
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
        StringBuilder request = new StringBuilder()
                .append("GET ")
                .append(target.requestTarget())
                .append(" HTTP/1.1\r\nHost: ")
                .append(target.url().getRawAuthority())
                .append("\r\nUser-Agent: vip-agent\r\nAccept: */*\r\nConnection: close\r\n");
        material.authorization()
                .ifPresent(
                        value -> request.append("Authorization: ").append(value).append("\r\n"));
        return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException notALiteral) {
            return false;
        }
    }
}
