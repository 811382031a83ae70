package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server a probe believes, what it says of itself in the hello, and what it writes down. */
class HttpsProbeTlsTest {
    private static final TestCa CA = TestCa.ec("kubernetes");
    private static final String FOR_OTHERS =
            "the server's certificate is for kubernetes, kubernetes.default, kubernetes.default.svc,"
                    + " kubernetes.default.svc.cluster.local and 2 more, not for ";

    private final FakeApiServer server = FakeApiServer.start(CA);
    private final HttpsProbe probe = new HttpsProbe(new SystemTicker(), warning -> {});

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
    void writesDownTheCertificate() {
        ServerCertificate shown = probe(aim()).certificate().orElseThrow();
        assertThat(shown.subject()).isEqualTo("CN=kube-apiserver");
        assertThat(shown.issuer()).isEqualTo("CN=kubernetes");
        assertThat(shown.names()).contains("kubernetes", "kubernetes.default.svc.cluster.local", "cp1", "10.96.0.1");
        assertThat(shown.notBefore()).isBefore(Instant.now());
        assertThat(shown.notAfter()).isAfter(Instant.now().plus(Duration.ofDays(300)));
    }

    /** An expiry that is known only while it is far away is of no use. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesDownAnExpiredOneToo(boolean insecure) {
        server.become(Behaviour.EXPIRED_CERT);
        Outcome outcome = probe(insecure ? aim().insecurely() : aim());
        assertThat(outcome.passed()).isEqualTo(insecure);
        assertThat(outcome.certificate().orElseThrow().notAfter()).isBefore(Instant.now());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesDownOneThatIsNotYetValidToo(boolean insecure) {
        server.become(Behaviour.NOT_YET_VALID_CERT);
        Outcome outcome = probe(insecure ? aim().insecurely() : aim());
        assertThat(outcome.passed()).isEqualTo(insecure);
        assertThat(outcome.certificate().orElseThrow().notBefore()).isAfter(Instant.now());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesDownAMisnamedOneToo(boolean insecure) {
        server.become(Behaviour.MISNAMED_CERT);
        Outcome outcome = probe(insecure ? aim().insecurely() : aim());
        assertThat(outcome.passed()).isEqualTo(insecure);
        assertThat(outcome.certificate().orElseThrow().names()).containsExactly("somebody-else.example");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesDownAForeignOneToo(boolean insecure) {
        server.become(Behaviour.FOREIGN_CERT);
        Outcome outcome = probe(insecure ? aim().insecurely() : aim());
        assertThat(outcome.passed()).isEqualTo(insecure);
        assertThat(outcome.certificate().orElseThrow().issuer()).isEqualTo("CN=kubernetes");
    }

    @Test
    void needsNoCaFileWhereAnythingPasses() {
        ProbeTargets aim =
                ProbeTargets.at(server.url("/readyz"), pki.resolve("nowhere")).insecurely();
        assertThat(probe(aim)).isInstanceOf(Passed.class);
    }

    /** kubeadm's own kind, and a server of the other kind under the same CA. */
    @ParameterizedTest
    @EnumSource(names = {"OK", "EC_CERT"})
    void trustsAnRsaCa(Behaviour behaviour) {
        TestCa rsa = TestCa.rsa("kubernetes");
        rsa.writeCertificateTo(pki);
        try (FakeApiServer other = FakeApiServer.start(rsa)) {
            other.become(behaviour);
            assertThat(probe(aim().at(other.url("/readyz")))).isInstanceOf(Passed.class);
        }
    }

    /** As while a cluster's CA is being replaced. */
    @Test
    void trustsEveryCaInTheFile() throws Exception {
        TestCa other = TestCa.ec("another");
        Files.writeString(pki.resolve("ca.crt"), other.certificatePem() + "# the old one\n" + CA.certificatePem());
        assertThat(probe(aim())).isInstanceOf(Passed.class);
        server.rotate(other.good());
        assertThat(probe(aim())).isInstanceOf(Passed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "kubernetes.default.svc", "cp1", "CP1"})
    void sendsTheServerNameAndDemandsItOfTheCertificate(String name) {
        assertThat(probe(aim().named(name))).isInstanceOf(Passed.class);
        assertThat(server.lastServerName()).isEqualToIgnoringCase(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "other.example", "kube-apiserver"})
    void refusesACertificateWithoutTheName(String name) {
        assertUntrusted(aim().named(name), FOR_OTHERS + name);
        server.awaitOpenConnections(0, Duration.ofSeconds(10));
        assertThat(server.lastServerName()).isEqualTo(name);
    }

    /** RFC 6066 §3 knows no addresses. */
    @Test
    void demandsAnAddressWithoutSendingIt() {
        assertThat(probe(aim().named("10.96.0.1"))).isInstanceOf(Passed.class);
        assertThat(server.lastServerName()).isEmpty();
        assertUntrusted(aim().named("10.96.0.2"), FOR_OTHERS + "10.96.0.2");
        // The address that is connected to is not the one that is demanded.
        assertUntrusted(aim().named("127.0.0.1"), FOR_OTHERS + "127.0.0.1");
    }

    @Test
    void demandsAnIpv6Address() {
        server.rotate(CA.newServer().ips("fd00::10").issue());
        assertThat(probe(aim().named("fd00::10"))).isInstanceOf(Passed.class);
        assertThat(server.lastServerName()).isEmpty();
        assertUntrusted(aim().named("fd00::11"), FOR_OTHERS + "fd00::11");
    }

    /** A resumed session would show no certificate, and a probe would not notice a bad one. */
    @ParameterizedTest
    @EnumSource(names = {"TLS12_ONLY", "TLS13_ONLY"})
    void neverResumesASession(Behaviour behaviour) {
        server.become(behaviour);
        for (int i = 0; i < 20; i++) {
            Outcome outcome = probe(aim());
            assertThat(outcome).isInstanceOf(Passed.class);
            assertThat(outcome.certificate()).as("of probe %d", i).isPresent();
        }
        server.become(Behaviour.EXPIRED_CERT);
        assertThat(probe(aim())).isInstanceOf(Failed.class);
    }

    private ProbeTargets aim() {
        return ProbeTargets.at(server.url("/readyz"), pki);
    }

    private Outcome probe(ProbeTargets aim) {
        return probe.probe(aim.target());
    }

    private void assertUntrusted(ProbeTargets aim, String detail) {
        assertThat(probe(aim)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.TLS_UNTRUSTED);
            assertThat(failed.detail()).isEqualTo(detail);
        });
    }
}
