package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vipagent.config.ConfigLoader;
import io.vipagent.config.HttpSettings.HttpTls;
import io.vipagent.config.Settings;
import io.vipagent.core.protocol.HttpAccess.Protects;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.x509.ServerChain;
import io.vipagent.fake.TestCa;
import io.vipagent.lab.NeedsHost;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.RenderedFile;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code init} renders, but for {@code --http-tls=false}: the agent's configuration, and a script whose certificate serves and asks. */
class HttpTlsFilesTest {
    private static final Path CERT = Path.of("/etc/kubernetes/pki/vip-agent.crt");
    private static final Path KEY = Path.of("/etc/kubernetes/pki/vip-agent.key");

    /** Of RSA, as kubeadm's is; its key is dear, so it is made once. */
    private static final TestCa CA = TestCa.rsa("kubernetes");

    @TempDir
    private Path directory;

    @Test
    void agentsServeAndAskWithTheSameCertificate() throws Exception {
        Cluster cluster = Clusters.read("set-up: systemd\n" + Clusters.THREE);
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
        assertThat(settings.peers().tlsSettings().caFile()).isEqualTo(Path.of("/etc/kubernetes/pki/ca.crt"));
        assertThat(settings.peers().tlsSettings().insecure()).isFalse();
    }

    /**
     * The agent of a node takes it, and so does the agent that it asks, also where the name is as long as it may be.
     */
    @ParameterizedTest
    @ValueSource(ints = {3, 54, 55, 63})
    @NeedsHost
    void theScriptMakesACertificateForBoth(int length) throws Exception {
        CA.writeTo(directory);
        String name = nodeName(length);
        Cluster cluster = Clusters.read("set-up: static-pod\n" + Clusters.THREE.replace("cp2", name));
        Ran ran = run(cluster, 1);
        assertThat(ran.exitCode()).as(ran.said()).isZero();

        List<X509Certificate> shown = certificates("vip-agent.crt");
        List<X509Certificate> authorities = certificates("ca.crt");
        Instant now = Instant.now();
        for (String asked : List.of("192.0.2.12", name)) {
            assertThatCode(() -> ServerChain.verify(shown, authorities, asked, now))
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> ServerChain.verifyClient(shown, authorities, now)).doesNotThrowAnyException();
        X509Certificate leaf = shown.getFirst();
        String commonName = "vip-agent:" + name;
        assertThat(leaf.getSubjectX500Principal().getName())
                .isEqualTo("CN=" + commonName.substring(0, Math.min(commonName.length(), 64)));
        assertThat(leaf.getSubjectAlternativeNames().stream()
                        .map(entry -> entry.get(1).toString())
                        .toList())
                .containsExactly(name, "192.0.2.12");
        boolean[] digitalSignatureAlone = {true, false, false, false, false, false, false, false, false};
        assertThat(leaf.getKeyUsage()).isEqualTo(digitalSignatureAlone);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getBasicConstraints()).as("no CA").isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"static-pod, root:65532", "systemd, root:vip-agent", "keepalived-only, root:vip-agent"})
    @NeedsHost
    void theAgentsGroupReadsTheKeyAndNobodyElse(String setUp, String owner) throws Exception {
        CA.writeTo(directory);
        Ran ran = run(Clusters.read("set-up: " + setUp + "\n" + Clusters.THREE), 0);
        assertThat(ran.exitCode()).as(ran.said()).isZero();
        assertThat(mode("vip-agent.key")).isEqualTo("rw-r-----");
        assertThat(mode("vip-agent.crt")).isEqualTo("rw-r--r--");
        assertThat(Files.readString(directory.resolve("chown.txt"))).matches(owner + " \\S+/key \\S+/crt\n");
        assertThat(left()).containsExactly("ca.crt", "ca.key", "vip-agent.crt", "vip-agent.key");
    }

    /** The pair that is there stays as it is, whole, whatever ends the script. */
    @ParameterizedTest
    @CsvSource({
        "rm ca.key, ca.key is missing or cannot be read",
        "rm ca.crt, ca.crt is missing or cannot be read",
        "echo x >ca.key, Could not",
        // systemd stops it, and the machine is full: in the middle, with the key made already.
        "printf '#!/bin/sh\\nkill -TERM $PPID\\n' >bin/openssl; chmod +x bin/openssl, ''",
        "printf '#!/bin/sh\\nexit 1\\n' >bin/chmod; chmod +x bin/chmod, ''"
    })
    @NeedsHost
    void aGoodPairStaysWhereNoNewOneIsMade(String fault, String words) throws Exception {
        CA.writeTo(directory);
        Cluster cluster = Clusters.read("set-up: systemd\n" + Clusters.THREE);
        assertThat(run(cluster, 0).exitCode()).isZero();
        byte[] certificate = Files.readAllBytes(directory.resolve("vip-agent.crt"));
        byte[] key = Files.readAllBytes(directory.resolve("vip-agent.key"));

        assertThat(ran("sh", "-c", fault).exitCode()).isZero();
        List<String> before = left();
        Ran ran = run(cluster, 0);

        assertThat(ran.exitCode()).isNotZero();
        assertThat(ran.said()).contains(words);
        if (fault.startsWith("rm ")) {
            assertThat(ran.said().lines()).hasSize(1);
        }
        assertThat(directory.resolve("vip-agent.crt")).hasBinaryContent(certificate);
        assertThat(directory.resolve("vip-agent.key")).hasBinaryContent(key);
        assertThat(left()).isEqualTo(before);
    }

    private static String nodeName(int length) {
        return "cp2" + "x".repeat(length - "cp2".length());
    }

    private record Ran(int exitCode, String said) {}

    /**
     * Runs the node's script on this directory as its pki; a {@code chown} that needs no root writes down its
     * arguments.
     */
    private Ran run(Cluster cluster, int rank) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path chown = bin.resolve("chown");
        if (!Files.exists(chown)) {
            Files.writeString(chown, "#!/bin/sh\necho \"$@\" >" + directory.resolve("chown.txt") + "\n");
            Files.setPosixFilePermissions(chown, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path script = Files.writeString(
                directory.resolve("make-certificate.sh"),
                Clusters.file(cluster, rank, "etc/vip-agent/make-certificate.sh"));
        return ran("/bin/sh", script.toString(), directory.toString());
    }

    private Ran ran(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().merge("PATH", directory.resolve("bin").toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private String mode(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }

    /** The names of what is there, without what the test itself needs. */
    private List<String> left() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name ->
                            !List.of("bin", "chown.txt", "make-certificate.sh").contains(name))
                    .sorted()
                    .toList();
        }
    }

    private List<X509Certificate> certificates(String file) throws Exception {
        try (InputStream pem = Files.newInputStream(directory.resolve(file))) {
            return List.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
    }

    @Test
    void whatMakesTheCertificateIsThereWithItAlone() throws Exception {
        Cluster without = Clusters.read("set-up: systemd\nhttp-tls: false\n" + Clusters.THREE);
        Set<String> more = paths(Clusters.read("set-up: systemd\n" + Clusters.THREE));
        assertThat(more).containsAll(paths(without));
        more.removeAll(paths(without));
        assertThat(more)
                .containsExactlyInAnyOrder(
                        "etc/vip-agent/make-certificate.sh",
                        "etc/systemd/system/vip-agent-certificate.path",
                        "etc/systemd/system/vip-agent-certificate.service",
                        "etc/systemd/system/vip-agent-certificate.timer");
        assertThat(Clusters.file(without, 0, "etc/vip-agent/vip-agent.yaml"))
                .contains("http://192.0.2.12:9706")
                .doesNotContain("tls:", "https://192.0.2.12:9706");
    }

    private static Set<String> paths(Cluster cluster) {
        return new NodeFiles(cluster)
                .of(cluster.members().getFirst()).stream()
                        .map(RenderedFile::path)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @CsvSource({
        "set-up: systemd, true",
        "set-up: static-pod, true",
        "set-up: keepalived-only, true",
        "'set-up: systemd\nrunning: true', true",
        "'set-up: systemd\nhttp-tls: false', false",
        "set-up: kube-vip, false",
        "'set-up: systemd\nload-balancer: {lb1: 192.0.2.5}', false",
        "'set-up: systemd\nca-file: /etc/ca.crt', false"
    })
    void itIsThereWhereTheCaCanIssueItAndNobodySaysOtherwise(String options, boolean there) throws Exception {
        Cluster cluster = Clusters.read(options + "\n" + Clusters.THREE);
        assertThat(cluster.tls().http()).isEqualTo(there);
        assertThat(Clusters.file(cluster, 0, "etc/vip-agent/vip-agent.yaml").contains("vip-agent.key"))
                .isEqualTo(there);
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
        assertThat(scrape(""))
                .contains(
                        "scheme: https\n",
                        "ca_file: /etc/prometheus/vip-agent-ca.crt\n",
                        "cert_file: /etc/prometheus/vip-agent-client.crt\n",
                        "key_file: /etc/prometheus/vip-agent-client.key\n");
        assertThat(scrape("http-tls: false\n")).contains("\"192.0.2.12:9706\"").doesNotContain("https", "tls_config");
    }

    private static String scrape(String option) throws Exception {
        Cluster cluster = Clusters.read("set-up: systemd\nmonitoring: true\n" + option + Clusters.THREE);
        return new NodeFiles(cluster)
                .monitoring().stream()
                        .filter(file -> file.path().equals("monitoring/scrape.yaml"))
                        .map(RenderedFile::text)
                        .collect(Collectors.joining());
    }
}
