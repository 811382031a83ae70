package io.vipagent.agent.tls;

import io.smallrye.certs.pem.der.ASN1ObjectIdentifier;
import io.smallrye.certs.pem.der.DerEncoder;
import io.smallrye.certs.pem.parsers.PKCS1Parser;
import io.smallrye.certs.pem.parsers.PKCS8Parser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM form (RFC 7468). kubeadm writes its keys as PKCS #1 and SEC 1, so those too. */
public final class Pem {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final String CERTIFICATE = "CERTIFICATE";

    private static final HexFormat HEX = HexFormat.of();
    private static final String EC_PUBLIC_KEY = "2a8648ce3d0201";
    /** The curves that X.509 certificates of Kubernetes use: P-256, P-384, P-521. */
    private static final List<String> CURVES = List.of("2a8648ce3d030107", "2b81040022", "2b81040023");

    private Pem() {}

    /**
     * What stands between one BEGIN and its END.
     *
     * @param line where it begins, from 1
     * @param text the text between the two, or empty where there is no END
     */
    private record Block(String label, int line, Optional<String> text) {
        boolean isKey() {
            return label.equals("PRIVATE KEY") || label.endsWith(" PRIVATE KEY");
        }
    }

    /**
     * The certificates of a bundle of CAs.
     *
     * @param certificates those that can be read, at least one
     * @param skipped what is wrong with each of the others
     * @param torn whether a BEGIN has no END, as in a file that is being written
     */
    public record Bundle(List<X509Certificate> certificates, List<String> skipped, boolean torn) {}

    /**
     * Returns all certificates of {@code bytes}, at least one; those that cannot be read are named and skipped, as
     * other clients skip them.
     */
    static Bundle bundle(byte[] bytes) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> good = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        boolean torn = false;
        int number = 0;
        for (Block block : blocks(bytes)) {
            if (block.label().equals(CERTIFICATE)) {
                number++;
                torn |= block.text().isEmpty();
                try {
                    good.add(certificate(factory, block));
                } catch (GeneralSecurityException e) {
                    skipped.add("certificate " + number + " (line " + block.line() + ") " + e.getMessage());
                }
            }
        }
        if (good.isEmpty()) {
            throw new GeneralSecurityException(
                    "holds no certificate" + (skipped.isEmpty() ? "" : " that can be read: " + skipped.getFirst()));
        }
        return new Bundle(good, skipped, torn);
    }

    /**
     * Returns all certificates of {@code bytes}, at least one, each of them good; a kubelet keeps its key in the same
     * file.
     */
    static List<X509Certificate> certificates(byte[] bytes) throws GeneralSecurityException {
        Bundle bundle = bundle(bytes);
        if (!bundle.skipped().isEmpty()) {
            throw new GeneralSecurityException(bundle.skipped().getFirst());
        }
        return bundle.certificates();
    }

    /** Returns the first unencrypted private key of {@code bytes}: PKCS #8, PKCS #1 or SEC 1. */
    static PrivateKey privateKey(byte[] bytes) throws GeneralSecurityException {
        List<Block> keys = blocks(bytes).stream().filter(Block::isKey).toList();
        for (Block block : keys) {
            switch (block.label()) {
                case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    if (block.text().isEmpty()) {
                        throw new GeneralSecurityException(
                                "BEGIN " + block.label() + " in line " + block.line() + " has no END");
                    }
                    if (!block.text().get().contains("ENCRYPTED")) {
                        return key(block.label(), block.text().get());
                    }
                }
                default -> {
                    // Another form, or encrypted.
                }
            }
        }
        throw new GeneralSecurityException("holds no unencrypted private key");
    }

    private static X509Certificate certificate(CertificateFactory factory, Block block)
            throws GeneralSecurityException {
        byte[] der = der(block.text().orElseThrow(() -> new CertificateException("has BEGIN without END")));
        try {
            X509Certificate certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
            if (certificate.getEncoded().length != der.length) {
                throw new CertificateException("has something behind its end");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new CertificateException("cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] der(String base64) throws CertificateException {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("cannot be read: it is not base64", e);
        }
    }

    /** The parsers have exceptions of many kinds, for what a file may hold by accident. */
    private static PrivateKey key(String label, String text) throws GeneralSecurityException {
        String pem = "-----BEGIN " + label + "-----\n" + text.replaceAll("\\s", "") + "\n-----END " + label + "-----\n";
        PrivateKey key;
        try {
            key = switch (label) {
                case "RSA PRIVATE KEY" -> new PKCS1Parser().getKey(pem, null);
                case "EC PRIVATE KEY" -> sec1(der(text));
                default -> new PKCS8Parser().getKey(pem, null);
            };
        } catch (RuntimeException | IOException e) {
            throw new GeneralSecurityException("holds a private key that cannot be read: " + e.getMessage(), e);
        }
        if (key == null) {
            throw new GeneralSecurityException("holds a private key that cannot be read");
        }
        return key;
    }

    /** RFC 5915 keeps the curve inside, PKCS #8 beside the key. */
    private static PrivateKey sec1(byte[] der) throws GeneralSecurityException, IOException {
        String hex = HEX.formatHex(der);
        String curve = CURVES.stream()
                .filter(hex::contains)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("holds an EC key of an unknown curve"));
        DerEncoder algorithm = new DerEncoder();
        algorithm.oid(oid(EC_PUBLIC_KEY));
        algorithm.oid(oid(curve));
        DerEncoder pkcs8 = new DerEncoder();
        pkcs8.integer(0);
        pkcs8.sequence(algorithm.toBytes());
        pkcs8.octetString(der);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8.toSequence()));
    }

    private static ASN1ObjectIdentifier oid(String hex) {
        return new ASN1ObjectIdentifier(HEX.parseHex(hex), "EC");
    }

    private static List<Block> blocks(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int line = 1;
        int counted = 0;
        boolean more = begin.find();
        while (more) {
            String label = begin.group(1);
            int start = begin.end();
            line += (int) text.substring(counted, begin.start())
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            counted = begin.start();
            more = begin.find();
            int limit = more ? begin.start() : text.length();
            int end = text.indexOf("-----END " + label + "-----", start);
            blocks.add(new Block(
                    label,
                    line,
                    end >= 0 && end <= limit ? Optional.of(text.substring(start, end)) : Optional.empty()));
        }
        return blocks;
    }
}
