package io.vipagent.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * A certificate authority in memory, like the one that kubeadm makes for a cluster. Two of them never share a key, not
 * even with the same name. What it issues has keys of the CA's own kind unless told otherwise.
 */
public final class TestCa {
    /** The node whose name {@link #good()} carries, as kubeadm's certificates carry their node's. */
    public static final String DEFAULT_NODE = "cp1";

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final KeyKind keyKind;

    private TestCa(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
        this.keyKind = KeyKind.ofAlgorithm(key.getAlgorithm());
    }

    /** Like kubeadm's, but slower to make: about a tenth of a second. */
    public static TestCa rsa(String name) {
        return create(name, KeyKind.RSA_2048);
    }

    /** The fast one. */
    public static TestCa ec(String name) {
        return create(name, KeyKind.EC_P256);
    }

    private static TestCa create(String name, KeyKind kind) {
        KeyPair keys = kind.generate();
        return new TestCa(Certificates.ca(name, keys, kind), keys.getPrivate());
    }

    /** The CA in {@code ca.crt} and {@code ca.key}. */
    public static TestCa load(Path directory) {
        X509Certificate certificate = Pem.readCertificate(directory.resolve("ca.crt"));
        String algorithm = certificate.getPublicKey().getAlgorithm();
        return new TestCa(certificate, Pem.readKey(directory.resolve("ca.key"), algorithm));
    }

    /** The CA in this directory, made there if missing. Of several processes that ask at once, one makes it. */
    public static synchronized TestCa loadOrCreate(Path directory, String name) {
        try {
            Files.createDirectories(directory);
            // The lock ends with the channel.
            try (FileChannel channel = FileChannel.open(
                    directory.resolve(".ca.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                if (!Files.exists(directory.resolve("ca.crt"))) {
                    rsa(name).writeTo(directory);
                }
                return load(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another CA of the same name and kind, as every kubeadm cluster has one: only its key tells it from this one. */
    public TestCa foreign() {
        return create(certificate.getSubjectX500Principal().getName().substring("CN=".length()), keyKind);
    }

    /** Starts from kubeadm's apiserver certificate: no localhost and no 127.0.0.1 in it. */
    public IdentityBuilder newServer() {
        return new IdentityBuilder(this, KeyPurposeId.id_kp_serverAuth, "kube-apiserver")
                .node(DEFAULT_NODE)
                .ips("10.96.0.1");
    }

    public IdentityBuilder newClient(String commonName) {
        return new IdentityBuilder(this, KeyPurposeId.id_kp_clientAuth, commonName);
    }

    public Identity good() {
        return newServer().issue();
    }

    /** Ended yesterday. */
    public Identity expired() {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        return newServer()
                .notBefore(yesterday.minus(Duration.ofDays(365)))
                .notAfter(yesterday)
                .issue();
    }

    /** Begins tomorrow, as on a node whose clock is behind. */
    public Identity notYetValid() {
        return newServer().notBefore(Instant.now().plus(Duration.ofDays(1))).issue();
    }

    /** Valid, but another server's. */
    public Identity misnamed() {
        return newServer()
                .commonName("somebody-else")
                .dnsNames("somebody-else.example")
                .ips()
                .issue();
    }

    public Identity client(String commonName) {
        return newClient(commonName).issue();
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The CA's certificate as PEM text. */
    public String certificatePem() {
        return Pem.of(List.of(certificate));
    }

    /** Writes {@code ca.crt} only, as on a machine that shall verify but not issue. */
    public void writeCertificateTo(Path directory) {
        Pem.write(directory.resolve("ca.crt"), certificatePem());
    }

    /** Writes {@code ca.key} and {@code ca.crt}, in this order: where there is a certificate, there is its key. */
    public void writeTo(Path directory) {
        Pem.write(directory.resolve("ca.key"), Pem.of(key));
        writeCertificateTo(directory);
    }

    /** Writes the CA's files, a good {@code server.crt} and {@code .key}, and {@code client.crt} and {@code .key}. */
    public void writeAllTo(Path directory) {
        writeTo(directory);
        good().writeTo(directory, "server");
        client("vip-agent").writeTo(directory, "client");
    }

    /** Trusts this CA and nothing else, and shows no certificate. */
    public SSLContext context() {
        return Tls.context(certificate);
    }

    /** Trusts this CA and nothing else, and always shows this identity, whatever is wrong with it. */
    public SSLContext context(Identity identity) {
        return Tls.context(certificate, new OnlyIdentity(identity));
    }

    PrivateKey key() {
        return key;
    }

    KeyKind keyKind() {
        return keyKind;
    }
}
