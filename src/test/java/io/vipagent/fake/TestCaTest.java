package io.vipagent.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCaTest {
    private final TestCa ca = TestCa.ec("kubernetes");

    @TempDir
    private Path directory;

    @Test
    void serverCertificateIsLikeKubeadms() throws GeneralSecurityException {
        X509Certificate certificate = ca.good().certificate();
        certificate.verify(ca.certificate().getPublicKey());
        certificate.checkValidity();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=kube-apiserver");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getSubjectAlternativeNames().stream()
                        .map(name -> String.valueOf(name.get(1)))
                        .toList())
                .containsExactly(
                        "kubernetes",
                        "kubernetes.default",
                        "kubernetes.default.svc",
                        "kubernetes.default.svc.cluster.local",
                        "cp1",
                        "10.96.0.1");
    }

    @Test
    void wrongOnesAreWrongInOneWay() {
        assertThatThrownBy(() -> ca.expired().certificate().checkValidity())
                .isInstanceOf(CertificateExpiredException.class);
        assertThatThrownBy(() -> ca.notYetValid().certificate().checkValidity())
                .isInstanceOf(CertificateNotYetValidException.class);
        TestCa foreign = ca.foreign();
        assertThat(foreign.certificate().getSubjectX500Principal())
                .isEqualTo(ca.certificate().getSubjectX500Principal());
        assertThatThrownBy(() ->
                        foreign.good().certificate().verify(ca.certificate().getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void keysHaveTheKindAskedForAndAreSharedUnlessFresh() {
        TestCa rsa = TestCa.rsa("kubernetes");
        assertThat(rsa.good().key().getAlgorithm()).isEqualTo("RSA");
        assertThat(ca.newServer().keyKind(KeyKind.RSA_2048).issue().key())
                .isEqualTo(rsa.good().key());
        assertThat(ca.newServer().freshKey().issue().key())
                .isNotEqualTo(ca.good().key());
    }

    @Test
    void comesBackFromItsFiles() throws Exception {
        TestCa rsa = TestCa.rsa("kubernetes");
        rsa.writeAllTo(directory);
        assertThat(directory).isDirectoryContaining("glob:**server.key").isDirectoryContaining("glob:**client.crt");
        assertThat(Files.readString(directory.resolve("server.key"))).startsWith("-----BEGIN PRIVATE KEY-----\n");
        TestCa loaded = TestCa.load(directory);
        assertThat(loaded.certificate()).isEqualTo(rsa.certificate());
        loaded.good().certificate().verify(rsa.certificate().getPublicKey());
        assertThat(Pem.readCertificate(directory.resolve("client.crt")).getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(Pem.readKey(directory.resolve("client.key"), "RSA"))
                .isEqualTo(rsa.client("x").key());
    }

    @Test
    void manyWhoAskAtOnceShareOne() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<TestCa>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                asked.add(threads.submit(() -> TestCa.loadOrCreate(directory.resolve("pki"), "kubernetes")));
            }
            X509Certificate first = asked.getFirst().get().certificate();
            for (Future<TestCa> each : asked) {
                assertThat(each.get().certificate()).isEqualTo(first);
            }
        }
    }
}
