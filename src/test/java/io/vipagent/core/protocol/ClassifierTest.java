package io.vipagent.core.protocol;

import static io.vipagent.core.health.Phase.CONNECT;
import static io.vipagent.core.health.Phase.FIRST_BYTE;
import static io.vipagent.core.health.Phase.RESOLVE;
import static io.vipagent.core.health.Phase.TLS;
import static io.vipagent.core.health.Phase.TOTAL;
import static io.vipagent.core.health.Reason.AGENT_ERROR;
import static io.vipagent.core.health.Reason.CERT_EXPIRED;
import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.CONNECT_TIMEOUT;
import static io.vipagent.core.health.Reason.NETWORK;
import static io.vipagent.core.health.Reason.RESPONSE_TIMEOUT;
import static io.vipagent.core.health.Reason.STARTING;
import static io.vipagent.core.health.Reason.TLS_FAILED;
import static io.vipagent.core.health.Reason.TLS_UNTRUSTED;
import static io.vipagent.core.health.Reason.UNEXPECTED_RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SignatureException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The table from exceptions to reasons, without a network. */
class ClassifierTest {
    /** What ended a probe during which phase, and what every output shall say of it. */
    record Row(Phase phase, Throwable error, Reason reason, String detail) {
        @Override
        public String toString() {
            return phase + " " + error + " -> " + reason;
        }
    }

    static final List<Row> ROWS = List.of(
            // Ours, in whatever phase.
            row(RESOLVE, new OutOfMemoryError("Java heap space"), AGENT_ERROR, "out of memory"),
            row(TOTAL, new OutOfMemoryError("unable to create native thread"), AGENT_ERROR, "out of memory"),
            row(TLS, new InterruptedException(), AGENT_ERROR, "interrupted"),
            row(CONNECT, new SocketException("Too many open files"), AGENT_ERROR, "Too many open files"),
            row(CONNECT, new SocketException("No buffer space available"), AGENT_ERROR, "No buffer space available"),
            row(CONNECT, new SocketException("Cannot allocate memory"), AGENT_ERROR, "Cannot allocate memory"),
            // All ephemeral ports are taken. The class is that of a refused connection; the words are not.
            row(
                    TOTAL,
                    new SSLHandshakeException("(certificate_expired) Received fatal alert: certificate_expired"),
                    TLS_FAILED,
                    "(certificate_expired) Received fatal alert: certificate_expired: the server refuses our client"
                            + " certificate, or demands one"),
            row(
                    TLS,
                    new SSLHandshakeException("Received fatal alert: no_application_protocol"),
                    TLS_FAILED,
                    "Received fatal alert: no_application_protocol: the server demands another protocol, such as HTTP/2"
                            + " alone"),
            row(
                    CONNECT,
                    new BindException("Cannot assign requested address"),
                    AGENT_ERROR,
                    "Cannot assign requested address"),
            row(
                    CONNECT,
                    new ConnectException("Cannot assign requested address"),
                    AGENT_ERROR,
                    "Cannot assign requested address"),
            row(TLS, new IllegalStateException("a defect"), AGENT_ERROR, "java.lang.IllegalStateException: a defect"),
            row(TOTAL, new IOException("?"), AGENT_ERROR, "java.io.IOException: ?"),
            row(
                    RESOLVE,
                    new UnusableFile(Path.of("/ca.crt"), new NoSuchFileException("/ca.crt")),
                    AGENT_ERROR,
                    "/ca.crt: no such file"),
            row(
                    RESOLVE,
                    new UnusableFile(Path.of("/etc/kubernetes/pki/ca.crt"), new NoSuchFileException("x")),
                    STARTING,
                    "waits until the cluster has made /etc/kubernetes/pki/ca.crt: no such file"),
            row(
                    RESOLVE,
                    new UnusableFile(Path.of("/etc/kubernetes/pki/ca.crt"), new AccessDeniedException("x")),
                    AGENT_ERROR,
                    "/etc/kubernetes/pki/ca.crt: permission denied"),
            // Names and routes.
            row(RESOLVE, new UnknownHostException("cp9"), NETWORK, "no address for the name cp9"),
            row(RESOLVE, new SocketTimeoutException("x"), NETWORK, "no answer from name resolution in time"),
            row(CONNECT, new NoRouteToHostException("No route to host"), NETWORK, "No route to host"),
            row(CONNECT, new SocketException("Network is unreachable"), NETWORK, "Network is unreachable"),
            // Connections.
            row(CONNECT, new ConnectException("Connection refused"), CONNECT_REFUSED, "nobody listens there"),
            row(
                    CONNECT,
                    new SocketTimeoutException("Connect timed out"),
                    CONNECT_TIMEOUT,
                    "no answer to the connection attempt in time"),
            // The kernel gave up before we did.
            row(
                    CONNECT,
                    new ConnectException("Connection timed out"),
                    CONNECT_TIMEOUT,
                    "no answer to the connection attempt in time"),
            row(TLS, new SocketException("Connection reset"), NETWORK, "Connection reset"),
            row(FIRST_BYTE, new SocketException("Broken pipe"), NETWORK, "Broken pipe"),
            row(TOTAL, new ConnectException("odd"), NETWORK, "odd"),
            // TLS.
            row(
                    TLS,
                    new SocketTimeoutException("Read timed out"),
                    TLS_FAILED,
                    "no answer to the TLS handshake in time"),
            row(TLS, new SSLException("Unrecognized SSL message"), TLS_FAILED, "Unrecognized SSL message"),
            row(TLS, new EOFException("x"), TLS_FAILED, "connection closed during TLS"),
            row(TLS, caused(new SSLException("x"), new EOFException("y")), TLS_FAILED, "connection closed during TLS"),
            row(
                    TLS,
                    caused(new SSLException("Read timed out"), new SocketTimeoutException("Read timed out")),
                    TLS_FAILED,
                    "no answer to the TLS handshake in time"),
            row(
                    TLS,
                    caused(new SSLException("x"), new SocketException("Connection reset")),
                    NETWORK,
                    "Connection reset"),
            row(
                    TLS,
                    caused(new SSLException("x"), new SocketException("Too many open files")),
                    AGENT_ERROR,
                    "Too many open files"),
            row(
                    FIRST_BYTE,
                    new SSLException("fatal alert: bad_certificate"),
                    TLS_FAILED,
                    "fatal alert: bad_certificate"),
            // Certificates.
            row(
                    TLS,
                    handshake(new CertificateException("No name matching x found")),
                    TLS_UNTRUSTED,
                    "No name matching x found"),
            row(TLS, handshake(new CertPathValidatorException("no anchor")), TLS_UNTRUSTED, "no anchor"),
            row(
                    TLS,
                    handshake(caused(
                            new CertificateException("outer"),
                            new CertPathValidatorException("middle", new SignatureException("inner")))),
                    TLS_UNTRUSTED,
                    "inner"),
            row(
                    TLS,
                    handshake(new CertificateExpiredException("NotAfter: yesterday")),
                    CERT_EXPIRED,
                    "NotAfter: yesterday"),
            row(
                    TLS,
                    handshake(caused(new CertificateException("outer"), new CertificateExpiredException("inner"))),
                    CERT_EXPIRED,
                    "inner"),
            row(
                    TLS,
                    handshake(new CertPathValidatorException("gone", null, null, -1, BasicReason.EXPIRED)),
                    CERT_EXPIRED,
                    "gone"),
            row(
                    TLS,
                    handshake(new CertPathValidatorException("revoked", null, null, -1, BasicReason.REVOKED)),
                    TLS_UNTRUSTED,
                    "revoked"),
            row(
                    TLS,
                    handshake(new CertificateNotYetValidException("NotBefore: tomorrow")),
                    TLS_UNTRUSTED,
                    "not valid yet, is a clock wrong? NotBefore: tomorrow"),
            // Answers.
            row(FIRST_BYTE, new SocketTimeoutException("x"), RESPONSE_TIMEOUT, "no answer to the request in time"),
            row(TOTAL, new SocketTimeoutException("x"), RESPONSE_TIMEOUT, "answer not complete in time"),
            row(
                    TOTAL,
                    caused(new SSLException("x"), new SocketTimeoutException("y")),
                    RESPONSE_TIMEOUT,
                    "answer not complete in time"),
            row(
                    TOTAL,
                    new MalformedResponse("closed without an answer"),
                    UNEXPECTED_RESPONSE,
                    "closed without an answer"));

    @ParameterizedTest
    @FieldSource("ROWS")
    void classifies(Row row) {
        assertThat(Classifier.classify(row.phase(), row.error())).isEqualTo(new Failed(row.reason(), row.detail()));
    }

    private static Row row(Phase phase, Throwable error, Reason reason, String detail) {
        return new Row(phase, error, reason, detail);
    }

    private static Throwable handshake(Throwable cause) {
        return caused(new SSLHandshakeException("handshake"), cause);
    }

    private static <T extends Throwable> T caused(T error, Throwable cause) {
        error.initCause(cause);
        return error;
    }
}
