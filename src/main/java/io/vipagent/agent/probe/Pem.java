package io.vipagent.agent.probe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM form (RFC 7468). kubeadm writes its keys as PKCS #1 and SEC 1, so those too. */
final class Pem {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN (RSA |EC |)PRIVATE KEY-----\\s*([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1PRIVATE KEY-----");
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final String EC_PUBLIC_KEY = "06072a8648ce3d0201";
    /** The curves that X.509 certificates of Kubernetes use: P-256, P-384, P-521. */
    private static final List<String> CURVES = List.of("06082a8648ce3d030107", "06052b81040022", "06052b81040023");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private Pem() {}

    /** All certificates of {@code bytes}, at least one; a kubelet keeps its key in the same file. */
    static List<X509Certificate> certificates(byte[] bytes) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Matcher matcher = CERTIFICATE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        List<X509Certificate> found = new ArrayList<>();
        while (matcher.find()) {
            byte[] one = matcher.group().getBytes(StandardCharsets.ISO_8859_1);
            found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one)));
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException("holds no certificate");
        }
        return found;
    }

    /** The first unencrypted private key of {@code bytes}: PKCS #8, PKCS #1 or SEC 1. */
    static PrivateKey privateKey(byte[] bytes) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new GeneralSecurityException("holds no unencrypted private key");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        return switch (matcher.group(1)) {
            case "RSA " -> key("RSA", wrap(RSA, der));
            case "EC " -> key("EC", wrap(curveOf(der), der));
            default -> pkcs8(der);
        };
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        return key(HexFormat.of().formatHex(der).contains(EC_PUBLIC_KEY) ? "EC" : "RSA", der);
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] curveOf(byte[] sec1) throws GeneralSecurityException {
        String hex = HexFormat.of().formatHex(sec1);
        for (String curve : CURVES) {
            if (hex.contains(curve)) {
                return der(SEQUENCE, HexFormat.of().parseHex(EC_PUBLIC_KEY + curve));
            }
        }
        throw new GeneralSecurityException("holds an EC key of an unknown curve");
    }

    /** PKCS #8 (RFC 5958) around a key of an older form. */
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, VERSION_0, algorithm, der(OCTET_STRING, key));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        try {
            content.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }
}
