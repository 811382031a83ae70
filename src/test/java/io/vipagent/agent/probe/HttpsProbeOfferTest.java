package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the hello offers: little at first, everything where the server wants more. */
class HttpsProbeOfferTest {
    private static final TestCa CA = TestCa.ec("kubernetes");

    /** RFC 8446: an alert of its own record, fatal, handshake_failure. */
    private static final byte[] HANDSHAKE_FAILURE = HexFormat.of().parseHex("15030300020228");

    /** The extension key_share with one key of 32 bytes, for x25519. */
    private static final String ONE_KEY = "00330026" + "0024" + "001d0020";

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
    @EnumSource(names = {"OK", "TLS13_ONLY", "EC_CERT"})
    void oneHelloIsEnoughForMost(Behaviour behaviour) {
        server.become(behaviour);
        assertThat(probe(aim())).isInstanceOf(Passed.class);
        assertThat(server.connections()).isOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS12_ONLY", "P256_ONLY"})
    void aServerThatWantsMoreIsOfferedAllAndRemembered(Behaviour behaviour) {
        server.become(behaviour);
        assertThat(probe(aim())).isInstanceOf(Passed.class);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(probe(aim())).isInstanceOf(Passed.class);
        assertThat(server.connections()).isEqualTo(3);
        // Another server behind the same address, such as one that was upgraded.
        server.become(Behaviour.TLS13_ONLY);
        assertThat(probe(aim())).isInstanceOf(Passed.class);
        assertThat(server.connections()).isEqualTo(4);
    }

    /** The other hello would find the same. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "EXPIRED_CERT",
                "FOREIGN_CERT",
                "MISNAMED_CERT",
                "PLAIN_TEXT",
                "RESET_BEFORE_TLS",
                "RESET_AFTER_TLS",
                "CLOSE_WITHOUT_ANSWER",
                "REQUIRE_CLIENT_CERT"
            })
    void nothingButARefusedHelloIsSentTwice(Behaviour behaviour) {
        server.become(behaviour);
        assertThat(probe(aim())).isInstanceOf(Failed.class);
        assertThat(server.connections()).isOne();
    }

    @Test
    void aServerThatRefusesEverythingHasFailedAndIsNotRemembered() throws Exception {
        try (Refusing refusing = new Refusing()) {
            for (int probes = 1; probes <= 2; probes++) {
                assertThat(probe(aim().at(refusing.url())))
                        .isInstanceOfSatisfying(
                                Failed.class,
                                failed -> assertThat(failed.reason()).isEqualTo(Reason.TLS_FAILED));
                assertThat(refusing.hellos).hasSize(2 * probes);
            }
            assertThat(refusing.hellos.get(0)).contains(ONE_KEY);
            assertThat(refusing.hellos.get(1)).doesNotContain(ONE_KEY);
            assertThat(refusing.hellos.get(2)).contains(ONE_KEY);
        }
    }

    /** As Go sends names: without dots at the end, and with the underscore that the JDK's own SNIHostName refuses. */
    @ParameterizedTest
    @CsvSource({
        "my_api.example, my_api.example",
        "kubernetes.default., kubernetes.default",
        "-api.example, -api.example",
        "API.example, API.example",
    })
    void theNameOfTheServerIsSentAsItIs(String name, String sent) throws Exception {
        try (Refusing refusing = new Refusing()) {
            assertThat(probe(aim().named(name).at(refusing.url()))).isInstanceOf(Failed.class);
            String entry = HexFormat.of().formatHex(sent.getBytes(StandardCharsets.US_ASCII));
            assertThat(refusing.hellos.getFirst()).contains("00%04x".formatted(sent.length()) + entry);
        }
    }

    private ProbeTargets aim() {
        return ProbeTargets.at(server.url("/readyz"), pki);
    }

    private Outcome probe(ProbeTargets aim) {
        return probe.probe(aim.target());
    }

    /** Writes hellos down, in hexadecimal, and answers each with an alert. */
    private static final class Refusing implements AutoCloseable {
        private static final int MAX_BYTES = 4096;

        private final List<String> hellos = Collections.synchronizedList(new ArrayList<>());
        private final ServerSocket listener = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"));
        private final Thread thread =
                Thread.ofPlatform().daemon().name("refusing").start(this::serve);

        private Refusing() throws Exception {}

        private String url() {
            return "https://127.0.0.1:" + listener.getLocalPort() + "/readyz";
        }

        private void serve() {
            while (true) {
                try (Socket client = listener.accept()) {
                    byte[] hello = new byte[MAX_BYTES];
                    int length = client.getInputStream().read(hello);
                    hellos.add(HexFormat.of().formatHex(hello, 0, length));
                    client.getOutputStream().write(HANDSHAKE_FAILURE);
                } catch (IOException closed) {
                    return;
                }
            }
        }

        @Override
        public void close() throws Exception {
            listener.close();
            thread.join();
        }
    }
}
