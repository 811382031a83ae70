package io.vipagent.core.x509;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which signatures count, as Go's {@code Certificate.CheckSignatureFrom} judges: neither MD5 nor SHA-1, no DSA. */
final class Signatures {
    /** Go 1.24 and later take no smaller RSA keys. */
    static final int MIN_RSA_BITS = 1024;

    /** Go's TLS takes no larger RSA key of a server, since each costs the square. */
    static final int MAX_RSA_BITS = 8192;

    /** Go's crypto/rsa takes no larger exponents; to check one signature would take as long as to make it. */
    static final int MAX_RSA_EXPONENT_BITS = 31;

    private static final String PSS = "1.2.840.113549.1.1.10";

    /** Those that Go verifies, and the kind of key that each needs. */
    private static final Map<String, Class<? extends PublicKey>> ALGORITHMS = Map.of(
            "1.2.840.113549.1.1.11",
            RSAPublicKey.class,
            "1.2.840.113549.1.1.12",
            RSAPublicKey.class,
            "1.2.840.113549.1.1.13",
            RSAPublicKey.class,
            PSS,
            RSAPublicKey.class,
            "1.2.840.10045.4.3.2",
            ECPublicKey.class,
            "1.2.840.10045.4.3.3",
            ECPublicKey.class,
            "1.2.840.10045.4.3.4",
            ECPublicKey.class,
            "1.3.101.112",
            EdECPublicKey.class);

    private static final Map<String, Integer> PSS_SALT_LENGTHS = Map.of("SHA-256", 32, "SHA-384", 48, "SHA-512", 64);
    private static final Set<String> INSECURE = Set.of("MD2", "MD5", "SHA1");

    private Signatures() {}

    /**
     * Checks that {@code certificate} is signed with the key of {@code issuer}.
     *
     * @throws CertificateException where it is not, or by an algorithm or a key that does not count
     */
    static void check(X509Certificate certificate, X509Certificate issuer) throws CertificateException {
        String algorithm = certificate.getSigAlgName();
        if (INSECURE.stream().anyMatch(algorithm.toUpperCase(Locale.ROOT).replace("-", "")::startsWith)) {
            throw new CertificateException("it is signed by " + algorithm + ", which is not secure");
        }
        Class<? extends PublicKey> kind = ALGORITHMS.get(certificate.getSigAlgOID());
        if (kind == null || certificate.getSigAlgOID().equals(PSS) && !isUsualPss(certificate)) {
            throw new CertificateException("it is signed by " + algorithm + ", which clients of a cluster do not know");
        }
        PublicKey key = issuer.getPublicKey();
        if (!kind.isInstance(key) || !isKnown(key)) {
            throw new CertificateException(
                    "it is signed by " + algorithm + ", and its issuer's key is of another kind");
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new CertificateException("its issuer's RSA key has "
                    + rsa.getModulus().bitLength() + " bits, expected at least " + MIN_RSA_BITS);
        }
        try {
            certificate.verify(key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new WrongKey(e);
        }
    }

    /** The issuer's name is right, its key is not: another CA of the same name, as every kubeadm cluster has one. */
    static final class WrongKey extends CertificateException {
        private static final long serialVersionUID = 1;

        WrongKey(Exception cause) {
            super("the CA of this name in ca-file has another key", cause);
        }
    }

    /** Returns whether Go verifies with such a key. */
    static boolean isKnown(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getAlgorithm().equals("RSA");
            case EdECPublicKey edwards -> edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
            case ECPublicKey curve -> true;
            default -> false;
        };
    }

    /** Returns the kind of {@code key} in words. */
    static String name(PublicKey key) {
        return key instanceof EdECPublicKey edwards ? edwards.getParams().getName() : key.getAlgorithm();
    }

    /** Go knows RSA-PSS with one hash for both parts and a salt of its length. */
    private static boolean isUsualPss(X509Certificate certificate) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(certificate.getSigAlgParams());
            PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
            return spec.getMGFParameters() instanceof MGF1ParameterSpec mask
                    && mask.getDigestAlgorithm().equals(spec.getDigestAlgorithm())
                    && spec.getSaltLength() == PSS_SALT_LENGTHS.getOrDefault(spec.getDigestAlgorithm(), -1)
                    && spec.getTrailerField() == PSSParameterSpec.TRAILER_FIELD_BC;
        } catch (GeneralSecurityException | IOException e) {
            return false;
        }
    }
}
