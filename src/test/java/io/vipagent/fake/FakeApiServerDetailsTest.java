package io.vipagent.fake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one question and one answer do not show. */
class FakeApiServerDetailsTest {
    private static final TestCa CA = TestCa.ec("kubernetes");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final FakeApiServer server = FakeApiServer.start(CA);
    private final RawClient client = new RawClient(CA.context(), server.address()).patient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void trickledHandshakeIsATrueOne() {
        server.pace(Duration.ofMillis(1)).become(Behaviour.TRICKLE_TLS);
        long start = System.nanoTime();
        assertThat(client.get("/readyz")).endsWith("\r\n\r\nok");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @EnumSource(names = {"TRICKLE_HEADERS", "TRICKLE_BODY"})
    void trickledAnswersAreTrueOnes(Behaviour behaviour) {
        server.pace(Duration.ofMillis(1)).become(behaviour);
        assertThat(client.get("/readyz")).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\n\r\nok");
    }

    @Test
    void everyRequestIsLateAlsoOnAConnectionThatStays() throws IOException {
        server.lateness(new Lateness(Duration.ofMillis(60), Duration.ofMillis(90)));
        try (SSLSocket tls = client.connect()) {
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                ask(tls, "/api");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(50));
            }
        }
    }

    @Test
    void withoutEtcdOnlyTheChecksThatAskItFail() throws IOException {
        server.etcd(Etcd.ERROR);
        try (SSLSocket tls = client.connect()) {
            assertThat(ask(tls, "/livez/ping")).startsWith("HTTP/1.1 200");
            assertThat(ask(tls, "/livez?verbose&exclude=etcd")).startsWith("HTTP/1.1 200");
            assertThat(ask(tls, "/apis")).startsWith("HTTP/1.1 200");
            for (String path : new String[] {"/readyz", "/livez?exclude=etcd-readiness", "/healthz"}) {
                assertThat(client.get(path)).startsWith("HTTP/1.1 500");
            }
        }
        assertThat(server.handshakes()).isEqualTo(4);
        assertThat(server.fullChecks()).isEqualTo(3);
        assertThat(server.work()).isEqualTo(1);
    }

    @Test
    void aHungEtcdHoldsTheChecksThatAskItUntilItIsBack() throws IOException {
        server.etcd(Etcd.HANGS);
        assertThat(client.get("/livez/ping")).startsWith("HTTP/1.1 200");
        try (SSLSocket tls = client.connect()) {
            tls.getOutputStream().write("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            server.awaitRequests(2, SOON);
            assertThat(client.get("/apis")).startsWith("HTTP/1.1 200");
            server.etcd(Etcd.WELL);
            assertThat(new String(tls.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
        }
    }

    private static String ask(SSLSocket tls, String path) throws IOException {
        tls.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
        return new String(tls.getInputStream().readNBytes(Answer.ok("cp1", "ok").headBytes().length + 2), US_ASCII);
    }

    @Test
    void connectionsStayOpenBetweenRequests() throws IOException {
        try (SSLSocket tls = client.connect()) {
            for (int i = 0; i < 3; i++) {
                tls.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                int length = Answer.ok("cp1", "ok").headBytes().length + 2;
                assertThat(new String(tls.getInputStream().readNBytes(length), US_ASCII))
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .endsWith("\r\n\r\nok");
            }
            assertThat(server.requests()).isEqualTo(3);
            server.awaitConnections(1, SOON);
            server.become(Behaviour.ERROR_500);
            server.awaitOpenConnections(0, SOON);
        }
    }

    @Test
    void headHasNoBodyAndRedirectsCanBeFollowed() {
        assertThat(client.send("HEAD / HTTP/1.0\r\n\r\n"))
                .contains("Content-Length: 2\r\n")
                .endsWith("\r\n\r\n");
        server.become(Behaviour.REDIRECT_302);
        assertThat(client.get("/redirected")).endsWith("\r\n\r\nok");
        server.become(Behaviour.READYZ_500);
        assertThat(client.get("/healthz")).endsWith("\r\n\r\nok");
        assertThat(client.get("/readyz?verbose")).startsWith("HTTP/1.1 500");
    }

    @Test
    void remembersTheRequestAndTheName() {
        client.get("/readyz", "User-Agent: vip-agent");
        assertThat(server.lastRequest()).startsWith("GET /readyz HTTP/1.1\r\n").contains("User-Agent: vip-agent\r\n");
        assertThat(server.lastServerName()).isEqualTo("kubernetes");
        assertThat(server.connections()).isEqualTo(1);
        server.become(Behaviour.FOREIGN_CERT);
        assertThat(client.get("/")).isEqualTo("foreign");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void tokenOrClientCertificateOpensTheDoor() {
        server.token("secret").become(Behaviour.REQUIRE_TOKEN);
        assertThat(client.get("/", "authorization: Bearer secret")).startsWith("HTTP/1.1 200");
        assertThat(client.get("/", "Authorization: Bearer other")).startsWith("HTTP/1.1 401");
        server.become(Behaviour.REQUIRE_CLIENT_CERT);
        RawClient known = new RawClient(CA.context(CA.client("vip-agent")), server.address()).patient();
        assertThat(known.get("/")).startsWith("HTTP/1.1 200");
        RawClient stranger = new RawClient(CA.context(CA.foreign().client("vip-agent")), server.address()).patient();
        assertThat(stranger.get("/")).isEqualTo("alert");
    }

    @Test
    void speaksTheOneVersionOnly() {
        server.become(Behaviour.TLS12_ONLY);
        assertThat(client.speaking("TLSv1.3").get("/")).isEqualTo("alert");
        assertThat(client.speaking("TLSv1.2").get("/")).startsWith("HTTP/1.1 200");
        server.become(Behaviour.TLS13_ONLY);
        assertThat(client.speaking("TLSv1.2").get("/")).isEqualTo("alert");
    }

    @Test
    void rotationShowsTheNewCertificateEvenToAClientWithAnOldSession() throws IOException {
        client.get("/");
        Identity renewed = CA.newServer().freshKey().issue();
        server.rotate(renewed);
        try (SSLSocket tls = client.connect()) {
            assertThat(tls.getSession().getPeerCertificates()).containsExactly(renewed.certificate());
        }
    }

    @Test
    void nobodyElseGetsTheRefusedPort() {
        server.become(Behaviour.REFUSE);
        assertThatThrownBy(() -> {
                    try (ServerSocket thief = new ServerSocket()) {
                        thief.setReuseAddress(false);
                        thief.bind(server.address());
                    }
                })
                .isInstanceOf(IOException.class);
        server.become(Behaviour.OK);
        assertThat(client.get("/")).startsWith("HTTP/1.1 200");
    }

    @Test
    void canBeClosedTwiceAndFreesThePort() {
        InetSocketAddress address = server.address();
        server.become(Behaviour.SILENT_BEFORE_TLS);
        server.close();
        server.close();
        assertThat(client.get("/")).isEqualTo("refused");
        try (FakeApiServer next = FakeApiServer.start(CA, address)) {
            assertThat(next.port()).isEqualTo(address.getPort());
        }
    }

    @Test
    void listensOnIpv6() {
        try (FakeApiServer six = FakeApiServer.start(CA, new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))) {
            assertThat(six.url("/readyz")).isEqualTo("https://[0:0:0:0:0:0:0:1]:" + six.port() + "/readyz");
            assertThat(new RawClient(CA.context(), six.address()).patient().get("/"))
                    .startsWith("HTTP/1.1 200");
        }
    }
}
