package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe sends, and that it leaves nothing behind. */
class HttpsProbeConnectionTest {
    private static final TestCa CA = TestCa.ec("kubernetes");
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FakeApiServer server = FakeApiServer.start(CA);
    private final HttpsProbe probe = new HttpsProbe(new SystemTicker(), warning -> {});

    @TempDir
    private Path pki;

    @BeforeEach
    void writeCaAndWarmUp() {
        CA.writeCertificateTo(pki);
        assertThat(probe(aim("/readyz"))).isInstanceOf(Passed.class);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/readyz, /readyz",
        "/readyz?verbose&exclude=etcd, /readyz?verbose&exclude=etcd",
        "/a%20b/%C3%B6?q=%26, /a%20b/%C3%B6?q=%26",
        "/, /",
        "'', /",
        "?x=1, /?x=1"
    })
    void asksWithOneGetAndWantsNothingMore(String written, String sent) {
        assertThat(probe(aim(written))).isInstanceOf(Passed.class);
        assertThat(server.lastRequest())
                .isEqualTo("GET " + sent + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                        + "\r\nUser-Agent: vip-agent\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }

    @Test
    void connectsAgainEachTimeAndLeavesNothingOpen() {
        long connections = server.connections();
        long requests = server.requests();
        for (int i = 0; i < 20; i++) {
            assertThat(probe(aim("/readyz"))).isInstanceOf(Passed.class);
        }
        assertThat(server.connections() - connections).isEqualTo(20);
        assertThat(server.requests() - requests).isEqualTo(20);
        server.awaitOpenConnections(0, SOON);
    }

    @Test
    void doesNotGoWhereItIsSent() {
        server.become(Behaviour.REDIRECT_302);
        long requests = server.requests();
        assertThat(probe(aim("/readyz")))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.detail()).isEqualTo("status 302"));
        assertThat(server.requests() - requests).isEqualTo(1);
        assertThat(server.lastRequest()).startsWith("GET /readyz ");
    }

    @Test
    void asksThePathThatItWasGiven() {
        server.become(Behaviour.READYZ_500);
        assertThat(probe(aim("/livez"))).isInstanceOf(Passed.class);
        assertThat(probe(aim("/readyz"))).isInstanceOf(Failed.class);
    }

    @Test
    void waitsForASlowAnswerUntilTheDeadlineAndNoLonger() {
        server.slowness(Duration.ofMillis(300)).become(Behaviour.SLOW);
        Outcome outcome = probe(aim("/readyz"));
        assertThat(outcome).isInstanceOf(Passed.class);
        assertThat(outcome.phases().nanos(Phase.FIRST_BYTE).orElseThrow())
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(290));
        server.slowness(Duration.ofMinutes(1));
        assertFails(
                aim("/readyz").within(Duration.ofSeconds(1)),
                Reason.RESPONSE_TIMEOUT,
                "no answer to the request in time");
    }

    @Test
    void measuresEachPhaseAndAllOfThem() {
        Outcome outcome = probe(aim("/readyz"));
        long parts = Stream.of(Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.FIRST_BYTE)
                .mapToLong(phase -> outcome.phases().nanos(phase).orElseThrow())
                .peek(nanos -> assertThat(nanos).isPositive())
                .sum();
        assertThat(outcome.phases().nanos(Phase.TOTAL).orElseThrow()).isGreaterThanOrEqualTo(parts);
    }

    /** A status that does not pass is known with the headers; that the rest never comes says less. */
    @ParameterizedTest
    @CsvSource({
        "500, SERVER_ERROR, status 500",
        "403, UNAUTHORIZED, status 403: anonymous requests are refused; set cert-file and key-file or token-file",
        "302, UNEXPECTED_RESPONSE, status 302",
        "200, RESPONSE_TIMEOUT, answer not complete in time"
    })
    void saysTheStatusOfAnAnswerThatStopsHalfWay(int status, Reason reason, String detail) throws IOException {
        String script = "HTTP/1.1 " + status + " X\r\nContent-Length: 100\r\n\r\nand no more";
        try (ScriptedServer scripted = new ScriptedServer(CA, script)) {
            ProbeTargets aim = aim("/").at(scripted.url("/")).within(Duration.ofSeconds(1));
            assertFails(aim, reason, detail.replace("key-file or", "key-file, or"));
        }
    }

    /** The end of the answer is the end of the probe, whether the peer closes or not. */
    @ParameterizedTest
    @CsvSource({"Content-Length: 2, ok", "Transfer-Encoding: chunked, '2\r\nok\r\n0\r\n\r\n'"})
    void waitsForNothingBehindTheAnswer(String framing, String body) throws IOException {
        try (ScriptedServer scripted = new ScriptedServer(CA, "HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n" + body)) {
            assertThat(probe(aim("/").at(scripted.url("/")))).isInstanceOf(Passed.class);
        }
    }

    @Test
    void failsAgainWithoutDescriptorsPilingUp() throws IOException {
        server.become(Behaviour.REFUSE);
        long before = openDescriptors();
        for (int i = 0; i < 200; i++) {
            assertFails(aim("/readyz"), Reason.CONNECT_REFUSED, "nobody listens there");
        }
        assertThat(openDescriptors()).isLessThan(before + 100);
    }

    /** The loops are stopped by interrupting them, and a silent peer must not hold that up. */
    @Test
    void endsAtOnceWhenInterrupted() throws Exception {
        server.become(Behaviour.SILENT_AFTER_TLS);
        long connections = server.connections();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual()
                .start(() -> outcome.complete(probe(aim("/readyz").within(Duration.ofMinutes(5)))));
        server.awaitConnections(connections + 1, SOON);
        thread.interrupt();
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(Failed.class);
        server.awaitOpenConnections(0, SOON);
    }

    private ProbeTargets aim(String path) {
        return ProbeTargets.at(server.url(path), pki);
    }

    private Outcome probe(ProbeTargets aim) {
        return probe.probe(aim.target());
    }

    private void assertFails(ProbeTargets aim, Reason reason, String detail) {
        assertThat(probe(aim)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.detail()).isEqualTo(detail);
        });
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
