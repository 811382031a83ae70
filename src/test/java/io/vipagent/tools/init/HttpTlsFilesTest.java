package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vipagent.config.ConfigLoader;
import io.vipagent.config.Settings;
import io.vipagent.config.Settings.HttpTls;
import io.vipagent.core.protocol.HttpAccess.Protects;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.x509.ServerChain;
import io.vipagent.fake.TestCa;
import io.vipagent.tools.init.cluster.Cluster;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --http-tls} renders: the agent's configuration, and a script whose certificate serves and asks. */
class HttpTlsFilesTest {
    private static final Path CERT = Path.of("/etc/kubernetes/pki/vip-agent.crt");
    private static final Path KEY = Path.of("/etc/kubernetes/pki/vip-agent.key");

    @TempDir
    private Path directory;

    @Test
    void agentsServeAndAskWithTheSameCertificate() throws Exception {
        Cluster cluster = Clusters.read("set-up: systemd\nhttp-tls: true\n" + Clusters.THREE);
        Settings settings = ConfigLoader.load(
                Files.writeString(
                        directory.resolve("vip-agent.yaml"), Clusters.file(cluster, 0, "etc/vip-agent/vip-agent.yaml")),
                Map.of());
        HttpTls tls = settings.http().tls().orElseThrow();
        assertThat(tls.files()).isEqualTo(new ClientFiles(CERT, KEY));
        assertThat(tls.clientCaFile()).contains(Path.of("/etc/kubernetes/pki/ca.crt"));
        assertThat(tls.access().protects()).isEqualTo(Protects.DETAILS);
        assertThat(settings.peers().urls())
                .containsExactly(URI.create("https://192.0.2.12:9706"), URI.create("https://192.0.2.13:9706"));
        assertThat(settings.peers().tlsSettings().client()).contains(new ClientFiles(CERT, KEY));
    }

    /** The agent of a node takes it, and so does the agent that it asks. */
    @Test
    void theScriptMakesACertificateForBoth() throws Exception {
        TestCa.rsa("kubernetes").writeTo(directory);
        Cluster cluster = Clusters.read("set-up: static-pod\nhttp-tls: true\n" + Clusters.THREE);
        String script =
                Clusters.file(cluster, 1, "etc/vip-agent/make-certificate.sh").replace("chown root:65532", "true");
        Process process = new ProcessBuilder(
                        "sh",
                        Files.writeString(directory.resolve("make-certificate.sh"), script)
                                .toString(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();

        List<X509Certificate> shown = certificates("vip-agent.crt");
        List<X509Certificate> authorities = certificates("ca.crt");
        Instant now = Instant.now();
        for (String name : List.of("192.0.2.12", "cp2")) {
            assertThatCode(() -> ServerChain.verify(shown, authorities, name, now))
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> ServerChain.verifyClient(shown, authorities, now)).doesNotThrowAnyException();
        assertThat(shown.getFirst().getSubjectX500Principal().getName()).isEqualTo("CN=vip-agent:cp2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("vip-agent.key"))))
                .isEqualTo("rw-r-----");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith(".vip-agent")))
                    .isEmpty();
        }
    }

    private List<X509Certificate> certificates(String file) throws Exception {
        try (InputStream pem = Files.newInputStream(directory.resolve(file))) {
            return List.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
    }

    @Test
    void thereAreNoSuchFilesWithoutIt() throws Exception {
        Cluster cluster = Clusters.read("set-up: systemd\n" + Clusters.THREE);
        assertThat(Clusters.file(cluster, 0, "etc/vip-agent/make-certificate.sh"))
                .isEmpty();
        assertThat(Clusters.file(cluster, 0, "etc/vip-agent/vip-agent.yaml"))
                .contains("http://192.0.2.12:9706")
                .doesNotContain("tls:");
    }

    @Test
    void whereItCannotBeItIsRefused() {
        assertThat(Clusters.problems("set-up: kube-vip\nhttp-tls: true\n" + Clusters.THREE))
                .singleElement()
                .asString()
                .startsWith("http-tls: does not go with set-up kube-vip");
        assertThat(Clusters.problems(
                        "set-up: systemd\nhttp-tls: true\nload-balancer: {lb1: 192.0.2.5}\n" + Clusters.THREE))
                .singleElement()
                .asString()
                .startsWith("http-tls: does not go with load balancers");
        assertThat(Clusters.problems("set-up: systemd\nhttp-tls: true\nca-file: /etc/ca.crt\n" + Clusters.THREE))
                .singleElement()
                .asString()
                .startsWith("http-tls: goes with kubeadm's CA alone");
    }

    @Test
    void prometheusIsToldTheSame() throws Exception {
        Cluster cluster =
                Clusters.read("set-up: systemd\nhttp-tls: true\nmonitoring: true\n" + Clusters.THREE, Optional.empty());
        assertThat(new NodeFiles(cluster).monitoring().getLast().text())
                .contains("scheme: https", "cert_file: /etc/prometheus/vip-agent-client.crt");
    }
}
