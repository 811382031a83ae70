package io.vipagent.core.x509;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates of every kind, good and bad, around one moment. */
final class CertificateMaker {
    /** When the cases are judged. */
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();
    private static final AtomicLong SERIAL = new AtomicLong(1000);

    /** A certificate and the key that it is about. */
    record Made(X509Certificate certificate, PrivateKey key, String signature, X500Name subject, PublicKey publicKey) {}

    private record Ext(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

    private final X500Name subject;
    private final List<Ext> extensions = new ArrayList<>();
    private String keyName;
    private PublicKey publicKey;
    private Made issuer;
    private X500Name issuerName;
    private String signature;
    private BigInteger serial = BigInteger.valueOf(SERIAL.incrementAndGet());
    private boolean version1;
    private boolean identifiers = true;
    private Instant notBefore = NOW.minus(Duration.ofDays(30));
    private Instant notAfter = NOW.plus(Duration.ofDays(300));

    private CertificateMaker(X500Name subject, String keyName) {
        this.subject = subject;
        this.keyName = keyName;
    }

    /** The JDK's key of this name; its kind is what comes before a slash, P-256 where there is none. */
    static KeyPair key(String name) {
        return KEYS.computeIfAbsent(name, CertificateMaker::generate);
    }

    private static KeyPair generate(String name) {
        String kind = name.contains("/") ? name.substring(0, name.indexOf('/')) : "secp256r1";
        try {
            if (kind.startsWith("RSA-")) {
                KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                rsa.initialize(Integer.parseInt(kind.substring(4)));
                return rsa.generateKeyPair();
            }
            if (kind.startsWith("Ed")) {
                return KeyPairGenerator.getInstance(kind).generateKeyPair();
            }
            if (kind.startsWith("DSA")) {
                KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
                dsa.initialize(2048);
                return dsa.generateKeyPair();
            }
            KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(new ECGenParameterSpec(kind));
            return ec.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A CA like kubeadm's. */
    static CertificateMaker ca(String name) {
        return bare("CN=" + name, name)
                .basic(new BasicConstraints(true))
                .usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign);
    }

    /** A server's certificate like kubeadm's, without names. */
    static CertificateMaker server() {
        return bare("CN=kube-apiserver", "server")
                .basic(new BasicConstraints(false))
                .usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
                .extended(KeyPurposeId.id_kp_serverAuth);
    }

    /** Nothing but a subject and a key. */
    static CertificateMaker bare(String subject, String key) {
        return new CertificateMaker(new X500Name(subject), key);
    }

    /** The same for a subject in any form. */
    static CertificateMaker bare(X500Name subject, String key) {
        return new CertificateMaker(subject, key);
    }

    /** The same name in another string type, which is not the same to Go. */
    static X500Name printable(String commonName) {
        return new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERPrintableString(commonName))
                .build();
    }

    CertificateMaker withKey(String name) {
        keyName = name;
        return this;
    }

    CertificateMaker publicKey(PublicKey key) {
        publicKey = key;
        return this;
    }

    CertificateMaker signedBy(Made made) {
        issuer = made;
        return this;
    }

    CertificateMaker issuerName(X500Name name) {
        issuerName = name;
        return this;
    }

    CertificateMaker by(String algorithm) {
        signature = algorithm;
        return this;
    }

    CertificateMaker serial(long number) {
        serial = BigInteger.valueOf(number);
        return this;
    }

    CertificateMaker version1() {
        version1 = true;
        return this;
    }

    CertificateMaker withoutIdentifiers() {
        identifiers = false;
        return this;
    }

    CertificateMaker from(Instant instant) {
        notBefore = instant;
        return this;
    }

    CertificateMaker until(Instant instant) {
        notAfter = instant;
        return this;
    }

    CertificateMaker expired() {
        return from(NOW.minus(Duration.ofDays(400))).until(NOW.minus(Duration.ofDays(1)));
    }

    CertificateMaker notYetValid() {
        return from(NOW.plus(Duration.ofDays(1)));
    }

    CertificateMaker basic(BasicConstraints constraints) {
        return with(Extension.basicConstraints, true, constraints);
    }

    CertificateMaker usage(int bits) {
        return with(Extension.keyUsage, true, new KeyUsage(bits));
    }

    CertificateMaker extended(KeyPurposeId... purposes) {
        return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }

    /** Subject alternative names: {@code dns:x}, {@code ip:x}, {@code uri:x}, {@code mail:x}. */
    CertificateMaker names(String... names) {
        return with(Extension.subjectAlternativeName, false, new GeneralNames(general(names)));
    }

    CertificateMaker constrain(boolean critical, List<String> permitted, List<String> excluded) {
        return with(Extension.nameConstraints, critical, new NameConstraints(subtrees(permitted), subtrees(excluded)));
    }

    /** Adds it, or puts it in the place of what was there. */
    CertificateMaker with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        without(id);
        extensions.add(new Ext(id, critical, value));
        return this;
    }

    CertificateMaker without(ASN1ObjectIdentifier id) {
        extensions.removeIf(extension -> extension.id().equals(id));
        return this;
    }

    Made make() {
        KeyPair pair = key(keyName);
        PublicKey subjectKey = publicKey == null ? pair.getPublic() : publicKey;
        PrivateKey signer = issuer == null ? pair.getPrivate() : issuer.key();
        X500Name above = issuerName != null ? issuerName : issuer == null ? subject : issuer.subject();
        String algorithm = signature != null ? signature : usual(signer);
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded());
        try {
            JcaContentSignerBuilder signing = new JcaContentSignerBuilder(algorithm);
            if (algorithm.endsWith("MGF1")) {
                // The JDK calls it by another name.
                signing.setProvider(new BouncyCastleProvider());
            }
            ContentSigner content = signing.build(signer);
            X509Certificate certificate;
            if (version1) {
                certificate = convert(new X509v1CertificateBuilder(
                                above, serial, Date.from(notBefore), Date.from(notAfter), subject, info)
                        .build(content));
            } else {
                X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                        above, serial, Date.from(notBefore), Date.from(notAfter), subject, info);
                for (Ext extension : extensions) {
                    builder.addExtension(extension.id(), extension.critical(), extension.value());
                }
                if (identifiers) {
                    JcaX509ExtensionUtils utilities = new JcaX509ExtensionUtils();
                    builder.addExtension(
                            Extension.subjectKeyIdentifier, false, utilities.createSubjectKeyIdentifier(subjectKey));
                    PublicKey authority = issuer == null ? subjectKey : issuer.publicKey();
                    builder.addExtension(
                            Extension.authorityKeyIdentifier, false, utilities.createAuthorityKeyIdentifier(authority));
                }
                certificate = convert(builder.build(content));
            }
            return new Made(certificate, pair.getPrivate(), algorithm, subject, subjectKey);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate convert(X509CertificateHolder holder) throws GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(holder);
    }

    private static String usual(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm();
        };
    }

    private static GeneralName[] general(String... names) {
        GeneralName[] general = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
            int colon = names[i].indexOf(':');
            general[i] = new GeneralName(
                    switch (names[i].substring(0, colon)) {
                        case "dns" -> GeneralName.dNSName;
                        case "ip" -> GeneralName.iPAddress;
                        case "uri" -> GeneralName.uniformResourceIdentifier;
                        case "mail" -> GeneralName.rfc822Name;
                        case "dir" -> GeneralName.directoryName;
                        default -> throw new IllegalArgumentException(names[i]);
                    },
                    names[i].substring(colon + 1));
        }
        return general;
    }

    private static GeneralSubtree[] subtrees(List<String> names) {
        if (names.isEmpty()) {
            return null;
        }
        GeneralName[] general = general(names.toArray(String[]::new));
        GeneralSubtree[] subtrees = new GeneralSubtree[general.length];
        for (int i = 0; i < general.length; i++) {
            subtrees[i] = new GeneralSubtree(general[i]);
        }
        return subtrees;
    }
}
