package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.tls.Keys;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.Identity;
import io.vipagent.fake.KeyKind;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a probe says it is: a client certificate, or a bearer token. */
class HttpsProbeClientTest {
    private static final TestCa CA = TestCa.ec("kubernetes");

    private final FakeApiServer server = FakeApiServer.start(CA).token("s3cret.t0ken");
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
    void showsItsCertificate(KeyKind kind) {
        server.become(Behaviour.REQUIRE_CLIENT_CERT);
        Identity client = CA.newClient("vip-agent").keyKind(kind).issue();
        client.writeTo(pki, "client");
        assertThat(probe(withClient())).isInstanceOf(Passed.class);
    }

    /** kubeadm writes RSA keys as PKCS #1 and EC keys as SEC 1, not as PKCS #8. */
    @ParameterizedTest
    @EnumSource(names = "ED25519", mode = EnumSource.Mode.EXCLUDE)
    void readsKeysAsKubeadmWritesThem(KeyKind kind) throws IOException {
        server.become(Behaviour.REQUIRE_CLIENT_CERT);
        Identity client = CA.newClient("vip-agent").keyKind(kind).issue();
        client.writeTo(pki, "client");
        Files.writeString(
                pki.resolve("client.key"),
                Keys.traditional(client.key(), client.certificate().getPublicKey()));
        assertThat(probe(withClient())).isInstanceOf(Passed.class);
    }

    /** As in {@code kubelet-client-current.pem}. */
    @Test
    void readsCertificateAndKeyFromOneFile() throws IOException {
        server.become(Behaviour.REQUIRE_CLIENT_CERT);
        Identity client = CA.client("vip-agent");
        Path both = Files.writeString(
                pki.resolve("client.pem"),
                client.certificatePem()
                        + Keys.traditional(client.key(), client.certificate().getPublicKey()));
        assertThat(probe(aim().as(both, both))).isInstanceOf(Passed.class);
    }

    @Test
    void isTurnedAwayWithoutACertificate() {
        server.become(Behaviour.REQUIRE_CLIENT_CERT);
        assertFails(aim(), Reason.TLS_FAILED);
    }

    @Test
    void isTurnedAwayWithAForeignCertificate() {
        server.become(Behaviour.REQUIRE_CLIENT_CERT);
        CA.foreign().client("vip-agent").writeTo(pki, "client");
        assertFails(withClient(), Reason.TLS_FAILED);
    }

    @Test
    void showsNoCertificateToThoseWhoDoNotAsk() {
        CA.client("vip-agent").writeTo(pki, "client");
        assertThat(probe(withClient())).isInstanceOf(Passed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret.t0ken", "s3cret.t0ken\n", "\n  s3cret.t0ken \r\n"})
    void sendsItsToken(String content) throws IOException {
        server.become(Behaviour.REQUIRE_TOKEN);
        assertThat(probe(withToken(content))).isInstanceOf(Passed.class);
        assertThat(server.lastRequest()).contains("\r\nAuthorization: Bearer s3cret.t0ken\r\n");
    }

    @Test
    void sendsNoHeaderWithoutAToken() {
        assertThat(probe(aim())).isInstanceOf(Passed.class);
        assertThat(server.lastRequest()).doesNotContainIgnoringCase("authorization");
    }

    @Test
    void keepsAWrongTokenToItself() throws IOException {
        server.become(Behaviour.REQUIRE_TOKEN);
        assertThat(probe(withToken("0ther.t0ken"))).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.UNAUTHORIZED);
            assertThat(failed.toString()).doesNotContain("0ther");
        });
    }

    /** What is in the file could else add headers, or a request, of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "two words",
                "a\nX-Evil: 1",
                "a\r\nX-Evil: 1",
                "a\rb",
                "a\r\n\r\nGET /evil HTTP/1.1",
                "a\u0000b",
                "t\u00f6ken",
                "{\"token\":\"a\"}",
                "=",
                "a=b"
            })
    void refusesWhatIsNoToken(String content) throws IOException {
        long requests = server.requests();
        assertThat(probe(withToken(content)))
                .isEqualTo(new Failed(Reason.AGENT_ERROR, pki.resolve("token") + ": holds no bearer token"));
        assertThat(server.requests()).isEqualTo(requests);
    }

    private ProbeTargets withClient() {
        return aim().as(pki.resolve("client.crt"), pki.resolve("client.key"));
    }

    private ProbeTargets withToken(String content) throws IOException {
        return aim().bearing(Files.writeString(pki.resolve("token"), content));
    }

    private ProbeTargets aim() {
        return ProbeTargets.at(server.url("/readyz"), pki);
    }

    private Outcome probe(ProbeTargets aim) {
        return probe.probe(aim.target());
    }

    private void assertFails(ProbeTargets aim, Reason reason) {
        assertThat(probe(aim))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(reason));
    }
}
