package io.vipagent.agent.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Private keys in the forms that came before PKCS #8 and that kubeadm and OpenSSL still write. */
public final class Keys {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Keys() {}

    /** PKCS #1 for RSA, SEC 1 for EC; as Go and OpenSSL do, the latter with curve and public key. */
    public static String traditional(PrivateKey key, PublicKey publicKey) {
        try {
            PrivateKeyInfo pkcs8 = PrivateKeyInfo.getInstance(key.getEncoded());
            if (key instanceof ECPrivateKey ec) {
                ASN1BitString point =
                        SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()).getPublicKeyData();
                return block(
                        "EC",
                        new org.bouncycastle.asn1.sec.ECPrivateKey(
                                        ec.getParams().getOrder().bitLength(),
                                        ec.getS(),
                                        point,
                                        pkcs8.getPrivateKeyAlgorithm().getParameters())
                                .getEncoded());
            }
            return block("RSA", pkcs8.parsePrivateKey().toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String block(String algorithm, byte[] der) {
        return "-----BEGIN %1$s PRIVATE KEY-----\n%2$s\n-----END %1$s PRIVATE KEY-----\n"
                .formatted(algorithm, LINES.encodeToString(der));
    }
}
