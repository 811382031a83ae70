package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.probe.Resolver.Lookup;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Reason;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a name to a connection: all addresses, within the one deadline. */
class HttpsProbeAddressTest {
    private static final TestCa CA = TestCa.ec("kubernetes");
    private static final Duration HASTY = Duration.ofSeconds(1);
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final FakeApiServer server = FakeApiServer.start(CA);

    @TempDir
    private Path pki;

    @BeforeEach
    void writeCa() {
        CA.writeCertificateTo(pki);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksTheSystemForNames() {
        HttpsProbe probe = new HttpsProbe(new SystemTicker(), warning -> {});
        assertThat(probe.probe(aim("localhost").target())).isInstanceOf(Passed.class);
    }

    @Test
    void connectsToLiteralsWithoutAskingAnybody() {
        HttpsProbe probe = probe(host -> {
            throw new AssertionError("asked for " + host);
        });
        assertThat(probe.probe(aim("127.0.0.1").target())).isInstanceOf(Passed.class);
        assertThat(probe.probe(aim("[::ffff:127.0.0.1]").target())).isInstanceOf(Passed.class);
    }

    @Test
    void passesIfAnyAddressServes() {
        assertThat(probe(addresses("127.0.0.2", "::1", "127.0.0.1", "127.0.0.3"))
                        .probe(aim("cp1").target()))
                .isInstanceOf(Passed.class);
    }

    @Test
    void leavesTimeForTheOtherAddressesWhereOneIsDead() throws IOException {
        try (Blackhole dead = new Blackhole("127.0.0.2", server.port())) {
            assertThat(dead.port()).isEqualTo(server.port());
            ProbeTargets aim = aim("cp1").within(Duration.ofSeconds(6));
            Outcome outcome = probe(addresses("127.0.0.2", "127.0.0.1")).probe(aim.target());
            assertThat(outcome).isInstanceOf(Passed.class);
            assertThat(outcome.phases().nanos(Phase.CONNECT).orElseThrow())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
        }
    }

    /** The system gives the best address first, and the others often do not exist: ::1 where IPv6 is off. */
    @Test
    void saysWhatTheFirstAddressDidWhereNoneServes() throws IOException {
        try (Blackhole dead = new Blackhole("127.0.0.2", server.port())) {
            assertThat(dead.port()).isEqualTo(server.port());
            ProbeTargets aim = aim("cp1").within(HASTY);
            assertFails(
                    probe(addresses("127.0.0.3", "127.0.0.2")), aim, Reason.CONNECT_REFUSED, "nobody listens there");
            assertFails(
                    probe(addresses("127.0.0.2", "127.0.0.3")),
                    aim,
                    Reason.CONNECT_TIMEOUT,
                    "no answer to the connection attempt in time");
        }
    }

    @Test
    void givesUpByTheDeadlineWhereNobodyAnswers() throws IOException {
        try (Blackhole dead = new Blackhole("127.0.0.1", 0)) {
            ProbeTargets aim = ProbeTargets.at("https://127.0.0.1:" + dead.port() + "/readyz", pki)
                    .within(HASTY);
            assertEndsByTheDeadline(
                    probe(addresses()), aim, Reason.CONNECT_TIMEOUT, "no answer to the connection attempt in time");
        }
    }

    @Test
    void saysThatANameHasNoAddress() {
        HttpsProbe probe = probe(host -> {
            throw new UnknownHostException(host);
        });
        assertFails(probe, aim("cp9.example"), Reason.NETWORK, "no address for the name cp9.example");
    }

    @Test
    void givesUpByTheDeadlineWhereTheNameServiceHangs() {
        CountDownLatch never = new CountDownLatch(1);
        HttpsProbe probe = probe(host -> {
            awaitUninterrupted(never);
            return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
        });
        ProbeTargets aim = aim("cp1").within(HASTY);
        assertEndsByTheDeadline(probe, aim, Reason.NETWORK, "no answer from name resolution in time");
        never.countDown();
        assertThat(probe.probe(aim("cp1").target())).isInstanceOf(Passed.class);
    }

    private ProbeTargets aim(String host) {
        return ProbeTargets.at("https://" + host + ":" + server.port() + "/readyz", pki);
    }

    private static HttpsProbe probe(Lookup lookup) {
        return new HttpsProbe(new SystemTicker(), warning -> {}, new Resolver(lookup));
    }

    private static Lookup addresses(String... literals) {
        return host -> Stream.of(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    private static void assertEndsByTheDeadline(HttpsProbe probe, ProbeTargets aim, Reason reason, String detail) {
        long start = System.nanoTime();
        assertFails(probe, aim, reason, detail);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(aim.timeout(), aim.timeout().plus(SLACK));
    }

    private static void assertFails(HttpsProbe probe, ProbeTargets aim, Reason reason, String detail) {
        assertThat(probe.probe(aim.target())).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.detail()).isEqualTo(detail);
        });
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
