package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.Identity;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP port in TLS: who is answered what, and that files count from the moment on at which they are replaced. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpTlsIT {
    private static final String TOKEN = "s3cr3t-b34r3r";
    private static final List<String> VERDICTS =
            List.of("/health", "/health/local", "/decision", "/vip", "/q/health", "/q/health/live");
    private static final List<String> DETAILS = List.of("/metrics", "/api/v1/status", "/api/v1/history", "/", "/x");
    /** What the shipped manifests give the agent. */
    private static final long MEMORY_LIMIT_KIB = 128 * 1024;

    /** An alert that a client may send again and again: user_canceled. */
    private static final String WARNING = "\u0015\u0003\u0003\u0000\u0002\u0001\u005a";

    private static final String BROKEN = "vip_agent_http_tls_files_broken";

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @Test
    void whoShowsNothingHearsVerdictsAlone(@TempDir Path directory) throws IOException {
        Identity peer = ca.client("vip-agent:cp2");
        try (AgentProcess agent = AgentProcess.start(withTls(directory, "details", true))) {
            agent.awaitGranted();
            try (Http anybody = https(agent, ca.context());
                    Http certified = https(agent, ca.context(peer))) {
                assertThat(VERDICTS).allMatch(path -> anybody.get(path).statusCode() == 200 || path.equals("/vip"));
                assertThat(anybody.get("/vip").statusCode()).isEqualTo(503);
                assertThat(DETAILS)
                        .allMatch(path -> anybody.get(path).statusCode() == 401)
                        .allMatch(path -> certified.get(path).statusCode() == (path.length() < 3 ? 404 : 200));
                assertThat(certified.get("/", "Accept", "text/html").statusCode())
                        .isEqualTo(200);
                assertThat(anybody.send("OPTIONS", "/").statusCode()).isEqualTo(200);
                assertThat(anybody.get("/metrics").headers().firstValue("WWW-Authenticate"))
                        .contains("Bearer");
                assertThat(anybody.get("/metrics", "Authorization", "Bearer " + TOKEN)
                                .statusCode())
                        .isEqualTo(200);
                assertThat(anybody.get("/metrics", "Authorization", "Bearer " + TOKEN + "x")
                                .statusCode())
                        .isEqualTo(401);
            }
            refused(agent, ca.foreign().client("vip-agent:cp2"));
            refused(
                    agent,
                    ca.newClient("old")
                            .notAfter(Instant.now().minus(Duration.ofMinutes(1)))
                            .issue());
            refused(agent, ca.good());
            assertThat(inTheClear(agent)).doesNotContain("200");
            agent.awaitLogLines("http: ", 2);
            assertThat(agent.logs()).doesNotContain(TOKEN, "Exception", "\tat ");
            assertThat(agent.ask("status json")).doesNotContain(TOKEN);
        }
    }

    /** A hello that offers nothing but ffdhe8192 would cost 70 ms, again and again. */
    @Test
    void handshakesThatAreDearAreRefused(@TempDir Path directory) throws IOException {
        try (AgentProcess agent = AgentProcess.start(withTls(directory, "details", false))) {
            assertThat(served(agent, "x25519")).isNotNull();
            assertThat(served(agent, "secp256r1")).isNotNull();
            assertThatThrownBy(() -> served(agent, "ffdhe2048")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> served(agent, "ffdhe8192")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whereAllIsProtectedByCertificatesAConnectionNeedsOne(@TempDir Path directory) throws IOException {
        try (AgentProcess agent = AgentProcess.start(withTls(directory, "all", false));
                Http anybody = https(agent, ca.context());
                Http certified = https(agent, ca.context(ca.client("vip-agent:cp2")))) {
            agent.awaitGranted();
            assertThatThrownBy(() -> anybody.get("/health")).isInstanceOf(UncheckedIOException.class);
            assertThat(certified.get("/health").statusCode()).isEqualTo(200);
        }
    }

    /** As on a node where certificates are renewed, and a CA is replaced. */
    @Test
    void filesThatAreReplacedCountFromTheNextRequestOn(@TempDir Path directory) throws IOException {
        AgentYaml yaml = withTls(directory, "details", true);
        TestCa next = ca.foreign();
        try (AgentProcess agent = AgentProcess.start(yaml);
                Http kept = https(agent, ca.context(ca.client("vip-agent:cp2")))) {
            agent.awaitGranted();
            assertThat(kept.get("/metrics").body()).contains(BROKEN + " 0");
            BigInteger first = served(agent).getSerialNumber();

            Identity renewed = identity(yaml, ca);
            write(directory, renewed);
            await().atMost(Program.TIMEOUT)
                    .until(() -> served(agent)
                            .getSerialNumber()
                            .equals(renewed.certificate().getSerialNumber()));
            assertThat(first).isNotEqualTo(renewed.certificate().getSerialNumber());
            assertThat(expiry(kept, "server"))
                    .isEqualTo(renewed.certificate().getNotAfter().toInstant().getEpochSecond());
            assertThat(expiry(kept, "ca"))
                    .isEqualTo(ca.certificate().getNotAfter().toInstant().getEpochSecond());

            Files.writeString(
                    directory.resolve("http.key"),
                    ca.newServer().freshKey().issue().keyPem());
            await().atMost(Program.TIMEOUT)
                    .until(() -> kept.get("/metrics").body().contains(BROKEN + " 1"));
            assertThat(served(agent).getSerialNumber())
                    .isEqualTo(renewed.certificate().getSerialNumber());
            agent.awaitLogLines("keeping the last good TLS files", 1);
            write(directory, renewed);
            Files.setPosixFilePermissions(directory.resolve("http.key"), PosixFilePermissions.fromString("rw-r--r--"));
            await().atMost(Program.TIMEOUT)
                    .until(() ->
                            agent.logLines("http.key: is open to every user").size() == 1);
            Files.setPosixFilePermissions(directory.resolve("http.key"), PosixFilePermissions.fromString("rw-r-----"));
            await().atMost(Program.TIMEOUT)
                    .until(() -> kept.get("/metrics").body().contains(BROKEN + " 0"));

            Files.writeString(directory.resolve("client-ca.crt"), next.certificatePem());
            await().atMost(Program.TIMEOUT).until(() -> kept.get("/metrics").statusCode() == 401);
            assertThat(kept.get("/health").statusCode()).isEqualTo(200);
            refused(agent, ca.client("vip-agent:cp2"));

            Files.writeString(directory.resolve("token"), "another\n");
            await().atMost(Program.TIMEOUT)
                    .until(() -> kept.get("/metrics", "Authorization", "Bearer another")
                                    .statusCode()
                            == 200);
            assertThat(kept.get("/metrics", "Authorization", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(401);
        }
    }

    /** An agent asks another one as its peer, and so do the tools. */
    @Test
    void peersShowTheirCertificates(@TempDir Path directory) throws IOException {
        AgentYaml other = withTls(Files.createDirectory(directory.resolve("cp2")), "all", false)
                .value("node", "cp2");
        AgentYaml mine = withTls(Files.createDirectory(directory.resolve("cp1")), "all", false);
        ca.client("vip-agent:cp1").writeTo(mine.directory(), "client");
        mine.value("peers", "[\"https://" + other.address() + ":" + AgentYaml.HTTP_PORT + "\"]")
                .section(
                        "peer-tls",
                        "ca-file: " + mine.caFile(),
                        "cert-file: " + mine.directory().resolve("client.crt"),
                        "key-file: " + mine.directory().resolve("client.key"));
        try (AgentProcess _ = AgentProcess.start(other);
                AgentProcess agent = AgentProcess.start(mine)) {
            await().atMost(Program.TIMEOUT)
                    .untilAsserted(() -> assertThat(agent.ask("status json")).contains("\"cp2\""));
            assertThat(agent.command("status", "--cluster").out()).contains("cp1", "cp2");
            String config = mine.directory().resolve("vip-agent.yaml").toString();
            assertThat(agent.command("history", "--cluster", "--config", config).out())
                    .contains("cp1", "cp2");
        }
    }

    /**
     * Clients that say nothing, a hello, half of one, one in pieces, alerts, or shake hands again; of ten addresses at
     * once.
     */
    @Test
    void handshakesWithoutAnEndTakeNothingFromOthers(@TempDir Path directory) throws Exception {
        AgentYaml yaml = withTls(directory, "details", true).trackFile();
        String hello = hello();
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            await().until(() -> Files.exists(directory.resolve("track")));
            int descriptors = ProcessPeak.now(agent.process()).descriptors();
            try (Onlooker onlooker = Onlooker.of(agent, directory.resolve("track"));
                    ProcessPeak.Sampler sampler = new ProcessPeak.Sampler(agent.process())) {
                try (Crowd crowd = new Crowd(agent.address(), AgentYaml.HTTP_PORT)) {
                    for (int client = 1; client <= 10; client++) {
                        Optional<String> from = Optional.of("127.99.0." + client);
                        crowd.join(32, hello, from);
                        crowd.join(12, hello.substring(0, hello.length() / 2), from);
                        crowd.join(4, "", from);
                        crowd.join(4, inRecordsOfAByte(hello), from);
                        crowd.join(4, WARNING.repeat(4000), from);
                    }
                    // Hundreds of hellos are answered first; who comes meanwhile may be refused, and comes again.
                    await().atMost(Program.TIMEOUT).ignoreExceptions().until(() -> status(agent) == 200);
                    for (int handshake = 0; handshake < 50; handshake++) {
                        assertThat(served(agent)).isNotNull();
                    }
                    await().atMost(Program.TIMEOUT).until(() -> crowd.closed() == crowd.size());
                    assertThat(status(agent)).isEqualTo(200);
                }
                await().atMost(Program.TIMEOUT)
                        .until(() -> ProcessPeak.now(agent.process()).descriptors() <= descriptors + 8);
                onlooker.close();
                assertThat(onlooker.asked()).isPositive();
                assertThat(onlooker.failed()).isEmpty();
                assertThat(onlooker.late()).isEmpty();
                if (Program.runtime().equals("native")) {
                    assertThat(sampler.peak().rssKib()).as("KiB at the peak").isLessThan(MEMORY_LIMIT_KIB);
                }
            }
            assertThat(agent.logs()).doesNotContain("\tat ", "Exception");
        }
    }

    private int status(AgentProcess agent) {
        try (Http http = https(agent, ca.context())) {
            return http.get("/health").statusCode();
        }
    }

    /** The first thing that a client says, as text of one byte each. */
    private String hello() throws SSLException {
        SSLEngine engine = ca.context().createSSLEngine("kubernetes", AgentYaml.HTTP_PORT);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        assertThat(engine.wrap(ByteBuffer.allocate(0), hello).bytesProduced()).isPositive();
        return new String(hello.array(), 0, hello.position(), StandardCharsets.ISO_8859_1);
    }

    private static String inRecordsOfAByte(String hello) {
        StringBuilder records = new StringBuilder();
        for (char letter : hello.substring(5).toCharArray()) {
            records.append("\u0016\u0003\u0003\u0000\u0001").append(letter);
        }
        return records.toString();
    }

    private AgentYaml withTls(Path directory, String protects, boolean token) throws IOException {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver);
        write(directory, identity(yaml, ca));
        Files.writeString(directory.resolve("client-ca.crt"), ca.certificatePem());
        closed(Files.writeString(directory.resolve("token"), TOKEN + "\n"));
        return yaml.section(
                "http",
                "tls: {cert-file: \"%1$s/http.crt\", key-file: \"%1$s/http.key\", client-ca-file: \"%1$s/client-ca.crt\", protects: %2$s%3$s}"
                        .formatted(directory, protects, token ? ", token-file: \"" + directory + "/token\"" : ""));
    }

    private static Identity identity(AgentYaml yaml, TestCa ca) {
        return ca.newServer().ips(yaml.address()).issue();
    }

    private static void write(Path directory, Identity identity) throws IOException {
        Path key = directory.resolve("http.key.new");
        closed(Files.writeString(key, identity.keyPem()));
        Files.move(key, directory.resolve("http.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve("http.crt"), identity.certificatePem());
    }

    private static void closed(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Http https(AgentProcess agent, SSLContext context) {
        return Http.tls(agent.address(), AgentYaml.HTTP_PORT, context);
    }

    private void refused(AgentProcess agent, Identity client) {
        try (Http http = https(agent, ca.context(client))) {
            assertThatThrownBy(() -> http.get("/health")).isInstanceOf(UncheckedIOException.class);
        }
    }

    private static String inTheClear(AgentProcess agent) throws IOException {
        try (Socket client = RawClients.connect(agent.address(), AgentYaml.HTTP_PORT)) {
            client.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return RawClients.readAll(client);
        } catch (UncheckedIOException reset) {
            return "";
        }
    }

    /** What is served to a client that knows these groups alone, or else all. */
    private X509Certificate served(AgentProcess agent, String... groups) throws IOException {
        try (SSLSocket client = (SSLSocket) ca.context()
                .getSocketFactory()
                .createSocket(
                        RawClients.connect(agent.address(), AgentYaml.HTTP_PORT),
                        agent.address(),
                        AgentYaml.HTTP_PORT,
                        true)) {
            if (groups.length > 0) {
                SSLParameters parameters = client.getSSLParameters();
                parameters.setNamedGroups(groups);
                client.setSSLParameters(parameters);
            }
            client.startHandshake();
            return (X509Certificate) client.getSession().getPeerCertificates()[0];
        }
    }

    private static long expiry(Http http, String role) {
        return (long) new Scrape(http.get("/metrics").body())
                .value("vip_agent_http_tls_not_after_timestamp_seconds", "role=" + role);
    }
}
