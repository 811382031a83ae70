package io.vipagent.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A client that knows nothing of the product: asks once and says in a few words what came of it.
 *
 * @param timeout of each single read
 */
record RawClient(SSLContext context, InetSocketAddress server, Duration timeout, String protocol) {
    private static final int MAX_BYTES = 1_000_000;

    RawClient(SSLContext context, InetSocketAddress server) {
        this(context, server, Duration.ofMillis(400), "");
    }

    RawClient speaking(String onlyProtocol) {
        return new RawClient(context, server, timeout, onlyProtocol);
    }

    RawClient patient() {
        return new RawClient(context, server, Duration.ofSeconds(20), protocol);
    }

    /** The whole answer as text, or one word for why there is none. */
    String get(String path, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return send("GET " + path + " HTTP/1.1\r\nHost: kubernetes\r\nConnection: close\r\n" + more + "\r\n");
    }

    String send(String request) {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (SSLSocket tls = connect()) {
            tls.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = tls.getInputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                seen.write(buffer, 0, n);
                if (seen.size() > MAX_BYTES) {
                    return "endless " + seen.toString(StandardCharsets.US_ASCII).substring(0, 500);
                }
            }
            return seen.size() == 0 ? "closed" : seen.toString(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return word(e) + (seen.size() == 0 ? "" : " after " + seen.toString(StandardCharsets.US_ASCII));
        }
    }

    /** Has shaken hands; the caller closes it. */
    SSLSocket connect() throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(server, 2000);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout((int) timeout.toMillis());
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, "kubernetes", server.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            // The JDK by itself sends no SNI for a name without a dot.
            parameters.setServerNames(List.of(new SNIHostName("kubernetes")));
            if (!protocol.isEmpty()) {
                parameters.setProtocols(new String[] {protocol});
            }
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static String word(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String word = switch (cause) {
                case ConnectException e -> "refused";
                case SocketTimeoutException e -> "timeout";
                case CertificateExpiredException e -> "expired";
                case CertificateNotYetValidException e -> "not yet valid";
                case CertPathBuilderException e -> "foreign";
                case CertPathValidatorException e when e.getCause() == null -> "foreign";
                case CertificateException e when String.valueOf(e.getMessage()).contains("alternative") -> "misnamed";
                case SocketException e -> "reset";
                case SSLException e when String.valueOf(e.getMessage()).contains("unrecognized") -> "not TLS";
                case SSLException e when String.valueOf(e.getMessage()).contains("fatal alert") -> "alert";
                default -> "";
            };
            if (!word.isEmpty()) {
                return word;
            }
        }
        return failure.toString();
    }
}
