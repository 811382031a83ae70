package io.vipagent.core.protocol;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.text.OneLine;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** The one table from what went wrong to the reason that every output gives. */
public final class Classifier {
    private static final int MAX_QUOTED_BODY = 60;

    /**
     * What strerror(3) says of EMFILE, ENFILE, ENOBUFS, EADDRNOTAVAIL and ENOMEM, which are not the target's fault:
     * glibc's words, then musl's where they differ.
     */
    private static final List<String> OUR_OWN = List.of(
            "Too many open files",
            "No buffer space",
            "Cannot assign requested address",
            "Cannot allocate memory",
            "No file descriptors available",
            "Address not available",
            "Out of memory");

    private static final String RECEIVED = "Received fatal alert: ";

    /** The alerts that a client hears of its own certificate (RFC 8446, section 6.2). */
    private static final List<String> ABOUT_OUR_CERTIFICATE = List.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "certificate_required");

    private Classifier() {}

    /** Returns the reason for {@code error}, which ended the probe during {@code phase}. */
    public static Failed classify(Phase phase, Throwable error) {
        String message = String.valueOf(error.getMessage());
        return switch (error) {
            case OutOfMemoryError e -> new Failed(Reason.AGENT_ERROR, "out of memory");
            case UnusableFile e
            when e.isAwaited() -> new Failed(Reason.STARTING, "waits until the cluster has made " + message);
            case UnusableFile e -> new Failed(Reason.AGENT_ERROR, message);
            case InterruptedException e -> new Failed(Reason.AGENT_ERROR, "interrupted");
            case MalformedResponse e -> new Failed(Reason.UNEXPECTED_RESPONSE, message);
            case UnknownHostException e -> new Failed(Reason.NETWORK, "no address for the name " + message);
            case SocketTimeoutException e -> timeout(phase);
            case SSLException e -> tls(phase, e);
            case EOFException e -> new Failed(Reason.TLS_FAILED, "connection closed during TLS");
            case SocketException e -> socket(phase, e, message);
            default -> new Failed(Reason.AGENT_ERROR, error.toString());
        };
    }

    /** Returns why an answer does not pass, if it does not. */
    public static Optional<Failed> judge(int status, String body, ExpectedResponse expectedResponse) {
        return judge(status, body, expectedResponse, Credentials.NONE);
    }

    /** Returns why an answer does not pass, if it does not, where {@code credentials} were shown. */
    public static Optional<Failed> judge(
            int status, String body, ExpectedResponse expectedResponse, Credentials credentials) {
        if (!expectedResponse.statuses().contains(status)) {
            return Optional.of(status(status, body, credentials));
        }
        return expectedResponse
                .body()
                .filter(expected -> !body.strip().equals(expected))
                .map(expected -> new Failed(
                        Reason.UNEXPECTED_RESPONSE,
                        "body \"" + OneLine.line(body, MAX_QUOTED_BODY) + "\", expected \"" + expected + "\""));
    }

    /**
     * Returns why an answer to a ping does not pass, if it does not: any status below 500 says that somebody is there.
     */
    public static Optional<Failed> judgePing(int status) {
        return status >= 500 ? Optional.of(status(status, "", Credentials.NONE)) : Optional.empty();
    }

    private static Failed status(int status, String body, Credentials credentials) {
        if (status == 401 || status == 403) {
            return new Failed(Reason.UNAUTHORIZED, "status " + status + ": " + credentials.refusal(status, body));
        }
        String failing = body.lines().filter(line -> line.startsWith("[-]")).collect(Collectors.joining(", "));
        return new Failed(
                status >= 500 ? Reason.SERVER_ERROR : Reason.UNEXPECTED_RESPONSE,
                "status " + status + (failing.isEmpty() ? "" : ": " + failing));
    }

    private static Failed timeout(Phase phase) {
        return switch (phase) {
            case RESOLVE -> new Failed(Reason.NETWORK, "no answer from name resolution in time");
            case CONNECT -> new Failed(Reason.CONNECT_TIMEOUT, "no answer to the connection attempt in time");
            case TLS -> new Failed(Reason.TLS_FAILED, "no answer to the TLS handshake in time");
            case FIRST_BYTE -> new Failed(Reason.RESPONSE_TIMEOUT, "no answer to the request in time");
            case TOTAL -> new Failed(Reason.RESPONSE_TIMEOUT, "answer not complete in time");
        };
    }

    private static Failed socket(Phase phase, SocketException error, String message) {
        if (OUR_OWN.stream().anyMatch(message::contains)) {
            return new Failed(Reason.AGENT_ERROR, message);
        }
        if (phase == Phase.CONNECT && error instanceof ConnectException) {
            return message.contains("timed out")
                    ? timeout(phase)
                    : new Failed(Reason.CONNECT_REFUSED, "nobody listens there");
        }
        return new Failed(Reason.NETWORK, message);
    }

    private static Failed tls(Phase phase, SSLException error) {
        return causes(error)
                .flatMap(cause -> telling(phase, cause).stream())
                .findFirst()
                .orElseGet(() -> new Failed(Reason.TLS_FAILED, alert(String.valueOf(error.getMessage()))));
    }

    /** The JDK names the alert; which side it is about is for us to say. */
    private static String alert(String message) {
        return ABOUT_OUR_CERTIFICATE.stream().anyMatch(alert -> message.endsWith(RECEIVED + alert))
                ? message + ": the server refuses our client certificate, or demands one"
                : message.endsWith(RECEIVED + "no_application_protocol")
                        ? message + ": the server demands another protocol, such as HTTP/2 alone"
                        : message;
    }

    /** Returns what a cause of an SSLException tells, if it tells more than the exception itself. */
    private static Optional<Failed> telling(Phase phase, Throwable cause) {
        return switch (cause) {
            case SocketTimeoutException e -> Optional.of(timeout(phase));
            case SocketException e -> Optional.of(socket(phase, e, String.valueOf(e.getMessage())));
            case EOFException e -> Optional.of(new Failed(Reason.TLS_FAILED, "connection closed during TLS"));
            case CertificateException e -> Optional.of(untrusted(e));
            case CertPathValidatorException e -> Optional.of(untrusted(e));
            default -> Optional.empty();
        };
    }

    private static Failed untrusted(Throwable error) {
        String detail = String.valueOf(
                causes(error).reduce((outer, inner) -> inner).orElse(error).getMessage());
        if (causes(error).anyMatch(Classifier::saysExpired)) {
            return new Failed(Reason.CERT_EXPIRED, detail);
        }
        if (causes(error).anyMatch(CertificateNotYetValidException.class::isInstance)) {
            return new Failed(Reason.TLS_UNTRUSTED, "not valid yet, is a clock wrong? " + detail);
        }
        boolean foreign = causes(error).anyMatch(Classifier::saysForeign);
        return new Failed(Reason.TLS_UNTRUSTED, foreign ? "no CA in ca-file vouches for it: " + detail : detail);
    }

    /** The JDK's own words for this differ by how much the two CAs have in common. */
    private static boolean saysForeign(Throwable error) {
        return error instanceof CertPathBuilderException
                || (error instanceof CertPathValidatorException e
                        && (e.getReason() == PKIXReason.NO_TRUST_ANCHOR
                                || e.getReason() == BasicReason.INVALID_SIGNATURE));
    }

    private static boolean saysExpired(Throwable error) {
        return error instanceof CertificateExpiredException
                || (error instanceof CertPathValidatorException e && e.getReason() == BasicReason.EXPIRED);
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
    }
}
