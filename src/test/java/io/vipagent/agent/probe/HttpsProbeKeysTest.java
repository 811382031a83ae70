package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.CertificateTerm.Role;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.KeyKind;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Server certificates of every kind and size, through a whole handshake. */
class HttpsProbeKeysTest {
    private static final TestCa CA = TestCa.ec("kubernetes");

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

    @ParameterizedTest
    @EnumSource
    void takesEveryKindOfKey(KeyKind kind) {
        server.rotate(CA.newServer().keyKind(kind).freshKey().issue());
        assertThat(probe()).isInstanceOf(Passed.class);
    }

    /** 56 kB of certificate: the JDK's own limit for a message of the handshake is 32 KiB. */
    @Test
    void takesThreeThousandNames() {
        String[] names = Stream.concat(
                        Stream.of("kubernetes"),
                        IntStream.range(0, 3000).mapToObj(i -> "node-%04d.example".formatted(i)))
                .toArray(String[]::new);
        server.rotate(CA.newServer().dnsNames(names).issue());
        Outcome outcome = probe();
        assertThat(outcome).isInstanceOf(Passed.class);
        assertThat(outcome.certificate().orElseThrow().names()).hasSizeGreaterThan(3000);
    }

    @Test
    void knowsUntilWhenTheCaIsValid() {
        assertThat(probe().certificate().orElseThrow().terms())
                .extracting(CertificateTerm::role)
                .containsExactly(Role.SERVER, Role.CA);
        assertThat(probe().certificate().orElseThrow().above())
                .containsExactly(CertificateTerm.of(Role.CA, CA.certificate()));
    }

    private Outcome probe() {
        return probe.probe(ProbeTargets.at(server.url("/readyz"), pki).target());
    }
}
