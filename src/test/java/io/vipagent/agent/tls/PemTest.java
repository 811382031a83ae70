package io.vipagent.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.fake.Identity;
import io.vipagent.fake.KeyKind;
import io.vipagent.fake.TestCa;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in every form that Kubernetes and OpenSSL write, certificates among other things. */
class PemTest {
    private static final TestCa CA = TestCa.ec("kubernetes");

    @ParameterizedTest
    @EnumSource
    void readsPkcs8(KeyKind kind) throws GeneralSecurityException {
        Identity identity = CA.newServer().keyKind(kind).issue();
        assertThat(key(identity.keyPem())).isEqualTo(identity.key());
    }

    @ParameterizedTest
    @CsvSource({"RSA, 1024", "RSA, 2048", "EC, secp256r1", "EC, secp384r1", "EC, secp521r1"})
    void readsPkcs1AndSec1(String algorithm, String size) throws GeneralSecurityException {
        KeyPair pair = generate(algorithm, size);
        PrivateKey key = pair.getPrivate();
        String pem = Keys.traditional(key, pair.getPublic());
        assertThat(pem).startsWith("-----BEGIN " + algorithm + " PRIVATE KEY-----");
        assertSame(key(pem), key);
        assertSame(key(pem.replace("\n", "\r\n")), key);
        // OpenSSL puts this before EC keys.
        assertSame(key("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + pem), key);
    }

    @Test
    void readsNoCurveThatItDoesNotKnow() {
        // SEC 1 (RFC 5915) of secp256k1: version, key, curve.
        String der = "MC4CAQEEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBoAcGBSuBBAAK";
        assertThatThrownBy(() -> key("-----BEGIN EC PRIVATE KEY-----\n" + der + "\n-----END EC PRIVATE KEY-----\n"))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("holds an EC key of an unknown curve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
            })
    void saysWhatHoldsNoKey(String text) {
        assertThatThrownBy(() -> key(text))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("holds no unencrypted private key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RSA ", "EC "})
    void aCorruptKeyIsAnErrorThatCanBeReported(String form) {
        assertThatThrownBy(() ->
                        key("-----BEGIN %1$sPRIVATE KEY-----\nAAAA\n-----END %1$sPRIVATE KEY-----\n".formatted(form)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void readsCertificatesAmongOtherThings() throws GeneralSecurityException {
        Identity server = CA.good();
        String text = "subject: CN=kube-apiserver\n" + server.certificatePem() + server.keyPem() + "\n\n# CA\n"
                + CA.certificatePem().replace("\n", "\r\n");
        assertThat(Pem.certificates(bytes(text))).containsExactly(server.certificate(), CA.certificate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "garbage", "-----BEGIN TRUSTED CERTIFICATE-----\nAAAA\n-----END TRUSTED CERTIFICATE-----\n"})
    void saysWhatHoldsNoCertificate(String text) {
        assertThatThrownBy(() -> Pem.certificates(bytes(text)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("holds no certificate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----\nAAAA\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"
            })
    void saysThatAKeyHasNoEnd(String text) {
        assertThatThrownBy(() -> key("# ours\n" + text)).hasMessage("BEGIN PRIVATE KEY in line 2 has no END");
    }

    @Test
    void readsEd25519() throws GeneralSecurityException {
        PrivateKey key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        String base64 = Base64.getEncoder().encodeToString(key.getEncoded());
        assertThat(key("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n"))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-----BEGIN CERTIFICATE-----                             | has BEGIN without END",
                "-----BEGIN CERTIFICATE-----~AAAA~                       | has BEGIN without END",
                "-----BEGIN CERTIFICATE-----~AAAA~-----END CERT-----     | has BEGIN without END",
                "-----BEGIN CERTIFICATE-----~?~-----END CERTIFICATE----- | cannot be read: it is not base64",
                "-----BEGIN CERTIFICATE-----~AAAA~-----END CERTIFICATE-----| cannot be read: "
            })
    void namesABadEntryAndSkipsItWhereOthersAreGood(String bad, String why) throws GeneralSecurityException {
        String text =
                CA.certificatePem() + bad.replace('~', '\n') + "\n" + CA.good().certificatePem();
        int line = (int) CA.certificatePem().lines().count() + 1;
        Pem.Bundle bundle = Pem.bundle(bytes(text));
        assertThat(bundle.certificates()).hasSize(2);
        assertThat(bundle.skipped()).singleElement().asString().startsWith("certificate 2 (line " + line + ") " + why);
        assertThat(bundle.torn()).isEqualTo(why.contains("END"));
        // A chain that a client would show has no entry to spare.
        assertThatThrownBy(() -> Pem.certificates(bytes(text)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageStartingWith("certificate 2 (line " + line + ") " + why);
        assertThatThrownBy(() -> Pem.bundle(bytes(bad.replace('~', '\n') + "\n")))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageStartingWith("holds no certificate that can be read: certificate 1 (line 1) " + why);
    }

    /** EC keys are not equal where one was stored with its public key and the other one was not. */
    private static void assertSame(PrivateKey read, PrivateKey written) {
        switch (written) {
            case ECPrivateKey ec -> {
                assertThat(((ECPrivateKey) read).getS()).isEqualTo(ec.getS());
                assertThat(((ECPrivateKey) read).getParams()).isEqualTo(ec.getParams());
            }
            default -> assertThat(read).isEqualTo(written);
        }
    }

    private static KeyPair generate(String algorithm, String size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            generator.initialize(Integer.parseInt(size));
        } else {
            generator.initialize(new ECGenParameterSpec(size));
        }
        return generator.generateKeyPair();
    }

    private static PrivateKey key(String text) throws GeneralSecurityException {
        return Pem.privateKey(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
