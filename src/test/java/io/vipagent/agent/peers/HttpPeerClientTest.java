package io.vipagent.agent.peers;

import static io.vipagent.core.health.Reason.CERT_EXPIRED;
import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.NETWORK;
import static io.vipagent.core.health.Reason.RESPONSE_TIMEOUT;
import static io.vipagent.core.health.Reason.SERVER_ERROR;
import static io.vipagent.core.health.Reason.TLS_FAILED;
import static io.vipagent.core.health.Reason.TLS_UNTRUSTED;
import static io.vipagent.core.health.Reason.UNAUTHORIZED;
import static io.vipagent.core.health.Reason.UNEXPECTED_RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Reason;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.core.vip.PeerStatus;
import io.vipagent.core.vip.Peers;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a peer can do to a question, plain and in TLS, and the one word that must come of it. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpPeerClientTest {
    /** Of a question that must be answered, on however busy a machine. */
    private static final Duration PATIENT = Duration.ofSeconds(20);
    /** Of a question to a peer that hangs: long enough for a handshake on a busy machine. */
    private static final Duration HASTY = Duration.ofSeconds(1);
    /** What a busy machine may add to a deadline. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private static final String TIME = ", \"time\": \"2001-02-03T04:05:06Z\"";

    private final TestCa ca = TestCa.ec("kubernetes");
    private final FakeApiServer plain = FakeApiServer.start(ca).plain();
    private final FakeApiServer secure = FakeApiServer.start(ca);
    private final HttpPeerClient client = new HttpPeerClient(new SystemTicker(), warning -> {});

    @TempDir
    private static Path pki;

    /** The first handshake of a JVM takes longer than a hasty question waits. */
    @BeforeAll
    void warmUp() {
        ca.writeAllTo(pki);
        for (FakeApiServer server : List.of(plain, secure)) {
            server.page(Peers.json("cp2", true, TIME)).pace(Duration.ofMillis(100));
            assertThat(ask(server, PATIENT)).isInstanceOf(Reached.class);
        }
    }

    @AfterAll
    void stop() {
        plain.close();
        secure.close();
    }

    /** Behaviour, reason, what is said of it, whether nothing but the deadline ends it. */
    static List<Arguments> inBoth() {
        return List.of(
                Arguments.of(Behaviour.ERROR_500, SERVER_ERROR, "status 500: [-]etcd failed", false),
                Arguments.of(Behaviour.UNAVAILABLE_503, SERVER_ERROR, "status 503", false),
                Arguments.of(Behaviour.UNAUTHORIZED_401, UNAUTHORIZED, "status 401", false),
                Arguments.of(Behaviour.REDIRECT_302, UNEXPECTED_RESPONSE, "status 302", false),
                Arguments.of(Behaviour.NOT_FOUND_404, UNEXPECTED_RESPONSE, "status 404", false),
                Arguments.of(
                        Behaviour.WRONG_BODY,
                        UNEXPECTED_RESPONSE,
                        "body \"<html>hello\": not JSON: Unexpected character ('<' (code 60)), expected the status of a "
                                + "vip-agent as JSON",
                        false),
                Arguments.of(
                        Behaviour.EMPTY_BODY,
                        UNEXPECTED_RESPONSE,
                        "node, vips, decision.mayHoldVip: missing, expected in the status of a vip-agent",
                        false),
                Arguments.of(Behaviour.GARBAGE_ANSWER, UNEXPECTED_RESPONSE, "not an HTTP answer: SSH-2.0", false),
                Arguments.of(Behaviour.ENDLESS_BODY, UNEXPECTED_RESPONSE, "answer longer than 1024 KiB", false),
                Arguments.of(Behaviour.ENDLESS_CHUNKED, UNEXPECTED_RESPONSE, "answer longer than 1024 KiB", false),
                Arguments.of(Behaviour.ENDLESS_HEADERS, UNEXPECTED_RESPONSE, "answer longer than 1024 KiB", false),
                Arguments.of(
                        Behaviour.CLOSE_HALF_WAY, UNEXPECTED_RESPONSE, "closed in the middle of the answer", false),
                Arguments.of(Behaviour.CLOSE_WITHOUT_ANSWER, UNEXPECTED_RESPONSE, "closed without an answer", false),
                Arguments.of(Behaviour.REFUSE, CONNECT_REFUSED, "nobody listens there", false),
                Arguments.of(Behaviour.RESET_AFTER_TLS, NETWORK, "", false),
                Arguments.of(Behaviour.SILENT_AFTER_TLS, RESPONSE_TIMEOUT, "no answer to the request in time", true),
                Arguments.of(Behaviour.TRICKLE_HEADERS, RESPONSE_TIMEOUT, "answer not complete in time", true),
                Arguments.of(Behaviour.TRICKLE_BODY, RESPONSE_TIMEOUT, "answer not complete in time", true));
    }

    @ParameterizedTest
    @MethodSource("inBoth")
    void overPlainHttp(Behaviour behaviour, Reason reason, String detail, boolean byDeadline) {
        assertUnreached(plain, behaviour, reason, detail, byDeadline);
    }

    @ParameterizedTest
    @MethodSource("inBoth")
    void overTls(Behaviour behaviour, Reason reason, String detail, boolean byDeadline) {
        assertUnreached(secure, behaviour, reason, detail, byDeadline);
    }

    static List<Arguments> inTlsAlone() {
        return List.of(
                Arguments.of(
                        Behaviour.EXPIRED_CERT,
                        CERT_EXPIRED,
                        "the server's certificate CN=kube-apiserver expired at ",
                        false),
                Arguments.of(
                        Behaviour.MISNAMED_CERT,
                        TLS_UNTRUSTED,
                        "the server's certificate is for somebody-else.example, not for ",
                        false),
                Arguments.of(Behaviour.FOREIGN_CERT, TLS_UNTRUSTED, "no CA in ca-file vouches for it", false),
                Arguments.of(Behaviour.REQUIRE_CLIENT_CERT, TLS_FAILED, "certificate_required", false),
                Arguments.of(Behaviour.PLAIN_TEXT, TLS_FAILED, "Unsupported or unrecognized SSL message", false),
                Arguments.of(Behaviour.SILENT_BEFORE_TLS, TLS_FAILED, "no answer to the TLS handshake in time", true),
                Arguments.of(Behaviour.TRICKLE_TLS, TLS_FAILED, "no answer to the TLS handshake in time", true));
    }

    @ParameterizedTest
    @MethodSource("inTlsAlone")
    void ofTheHandshake(Behaviour behaviour, Reason reason, String detail, boolean byDeadline) {
        assertUnreached(secure, behaviour, reason, detail, byDeadline);
    }

    @ParameterizedTest
    @CsvSource({"OK", "CONTINUE_100", "TLS12_ONLY", "EC_CERT"})
    void readsAStatus(Behaviour behaviour) {
        for (FakeApiServer server : List.of(plain, secure)) {
            server.become(behaviour);
            PeerContact contact = ask(server, PATIENT);
            assertThat(contact).isInstanceOfSatisfying(Reached.class, reached -> {
                PeerStatus expected = new PeerStatus(
                        "cp2", Optional.of(Instant.parse("2001-02-03T04:05:06Z")), Map.of(Peers.VIP, true), true);
                assertThat(reached.status())
                        .usingRecursiveComparison()
                        .ignoringFields("details")
                        .isEqualTo(expected);
                assertThat(reached.status().details().decision()).isEqualTo("granted");
                // It answers from the past; how far does not matter here.
                assertThat(reached.clock().orElseThrow().isBeyond(Duration.ofDays(365)))
                        .isTrue();
            });
            assertThat(server.lastRequest()).startsWith("GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1:");
        }
    }

    @Test
    void readsALargeStatusAndNoTooLargeOne() {
        plain.become(Behaviour.OK);
        try {
            plain.page(padded(900));
            assertThat(ask(plain, PATIENT)).isInstanceOf(Reached.class);
            plain.page(padded(2048));
            assertThat(ask(plain, PATIENT))
                    .isEqualTo(new Unreached(UNEXPECTED_RESPONSE, "answer longer than 1024 KiB"));
        } finally {
            plain.page(Peers.json("cp2", true, TIME));
        }
    }

    @Test
    void showsAClientCertificateWhereOneIsDemanded() {
        secure.become(Behaviour.REQUIRE_CLIENT_CERT);
        ClientFiles files = new ClientFiles(pki.resolve("client.crt"), pki.resolve("client.key"));
        TlsSettings tlsSettings =
                new TlsSettings("kubernetes", pki.resolve("ca.crt"), false, Optional.of(files), Optional.empty());
        assertThat(client.ask(new Peer(URI.create(secure.url("")), Optional.of(tlsSettings)), PATIENT))
                .isInstanceOf(Reached.class);
    }

    @Test
    void showsATokenInTlsAlone() throws IOException {
        secure.become(Behaviour.REQUIRE_TOKEN);
        Path token = Files.writeString(pki.resolve("token"), "test-token");
        TlsSettings tlsSettings =
                new TlsSettings("kubernetes", pki.resolve("ca.crt"), false, Optional.empty(), Optional.of(token));
        assertThat(client.ask(new Peer(URI.create(secure.url("")), Optional.of(tlsSettings)), PATIENT))
                .isInstanceOf(Reached.class);
        plain.become(Behaviour.OK);
        assertThat(ask(plain, PATIENT)).isInstanceOf(Reached.class);
        assertThat(plain.lastRequest()).doesNotContainIgnoringCase("authorization");
    }

    @Test
    void saysWhichFileItCannotRead() {
        TlsSettings tlsSettings =
                new TlsSettings("kubernetes", pki.resolve("missing.crt"), false, Optional.empty(), Optional.empty());
        assertThat(client.ask(new Peer(URI.create(secure.url("")), Optional.of(tlsSettings)), PATIENT))
                .isEqualTo(new Unreached(Reason.AGENT_ERROR, pki.resolve("missing.crt") + ": no such file"));
    }

    @Test
    void saysThatTlsIsSpokenWherePlainHttpIsExpected() {
        secure.become(Behaviour.OK);
        Peer peer = new Peer(URI.create(secure.url("").replace("https", "http")), Optional.empty());
        assertThat(client.ask(peer, PATIENT))
                .isInstanceOfSatisfying(
                        Unreached.class,
                        unreached -> assertThat(unreached.reason()).isEqualTo(UNEXPECTED_RESPONSE));
    }

    private void assertUnreached(
            FakeApiServer server, Behaviour behaviour, Reason reason, String detail, boolean byDeadline) {
        Duration timeout = byDeadline ? HASTY : PATIENT;
        server.become(behaviour);
        long requestsBefore = server.requests();
        long start = System.nanoTime();
        PeerContact contact = ask(server, timeout);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

        assertThat(contact).isInstanceOfSatisfying(Unreached.class, unreached -> {
            assertThat(unreached.reason()).isEqualTo(reason);
            assertThat(unreached.detail()).contains(detail);
        });
        assertThat(elapsed).isLessThan(timeout.plus(SLACK));
        assertThat(server.requests() - requestsBefore).as("follows no redirect").isLessThanOrEqualTo(1);
        // Nobody but the asker can have closed a connection that hangs.
        server.awaitOpenConnections(0, Duration.ofSeconds(10));
    }

    private PeerContact ask(FakeApiServer server, Duration timeout) {
        Optional<TlsSettings> tlsSettings = server == secure
                ? Optional.of(
                        new TlsSettings("kubernetes", pki.resolve("ca.crt"), false, Optional.empty(), Optional.empty()))
                : Optional.empty();
        return client.ask(new Peer(URI.create(server.url("")), tlsSettings), timeout);
    }

    /** A status of so many KiB and a little. */
    private static String padded(int kib) {
        return Peers.json("cp2", true, ", \"targets\": [" + ("\"" + "x".repeat(1021) + "\",").repeat(kib) + "0]");
    }
}
