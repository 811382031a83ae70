package io.vipagent.fake;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates with the extensions that kubeadm gives to its own. */
record Certificates(X509Certificate issuer, PrivateKey issuerKey, KeyKind issuerKind) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static X509Certificate ca(String name, KeyPair keys, KeyKind kind) {
        X500Principal self = principal(name);
        Instant now = Instant.now();
        return sign(
                builder(self, self, keys.getPublic(), now.minus(Duration.ofDays(30)), now.plus(Duration.ofDays(3650))),
                keys.getPrivate(),
                kind,
                builder -> {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                    builder.addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign));
                    builder.addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
                });
    }

    X509Certificate leaf(
            String name,
            PublicKey key,
            Instant notBefore,
            Instant notAfter,
            KeyPurposeId purpose,
            List<GeneralName> names) {
        return sign(
                builder(issuer.getSubjectX500Principal(), principal(name), key, notBefore, notAfter),
                issuerKey,
                issuerKind,
                builder -> {
                    builder.addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
                    builder.addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.getPublicKey()));
                    if (!names.isEmpty()) {
                        builder.addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(names.toArray(GeneralName[]::new)));
                    }
                });
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant notBefore, Instant notAfter) {
        return new JcaX509v3CertificateBuilder(
                issuer, new BigInteger(63, RANDOM), Date.from(notBefore), Date.from(notAfter), subject, key);
    }

    private static X509Certificate sign(
            JcaX509v3CertificateBuilder builder, PrivateKey key, KeyKind kind, Extensions extensions) {
        try {
            extensions.addTo(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(kind.signature()).build(key)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X500Principal principal(String name) {
        return new X500Principal("CN=" + name);
    }

    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder) throws GeneralSecurityException, IOException;
    }
}
