package io.vipagent.fake;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.EnumMap;
import java.util.Map;

/** The kinds of key that a certificate may carry. */
public enum KeyKind {
    /** What kubeadm makes unless told otherwise. */
    RSA_2048("RSA", "SHA256withRSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    /** What newer clusters choose, and the fast one in tests. */
    EC_P256("EC", "SHA256withECDSA", new ECGenParameterSpec("secp256r1")),
    /** The largest curve that TLS knows for certificates. */
    EC_P521("EC", "SHA512withECDSA", new ECGenParameterSpec("secp521r1")),
    /** What kubeadm does not make, but Go and OpenSSL do. */
    ED25519("Ed25519", "Ed25519", NamedParameterSpec.ED25519);

    private static final Map<KeyKind, KeyPair> SHARED = new EnumMap<>(KeyKind.class);

    private final String algorithm;
    private final String signature;
    private final AlgorithmParameterSpec parameters;

    KeyKind(String algorithm, String signature, AlgorithmParameterSpec parameters) {
        this.algorithm = algorithm;
        this.signature = signature;
        this.parameters = parameters;
    }

    static KeyKind ofAlgorithm(String algorithm) {
        return algorithm.equals(RSA_2048.algorithm) ? RSA_2048 : EC_P256;
    }

    /** The name of the algorithm with which keys of this kind sign. */
    String signature() {
        return signature;
    }

    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One pair for the whole process: an RSA key takes a tenth of a second to make, and most tests do not care. */
    KeyPair shared() {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(this, KeyKind::generate);
        }
    }
}
