package io.vipagent.agent.probe;

import io.vipagent.core.health.TlsSettings;
import io.vipagent.core.health.TlsSettings.ClientFiles;
import io.vipagent.core.protocol.UnusableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a probe needs of the files that {@link TlsSettings} names, parsed.
 *
 * @param verifier of the server's chain; empty: any chain passes
 * @param keyManagers that show the client certificate; none where there is none
 * @param authorization the value of the Authorization header, if any; a secret
 */
record TlsMaterial(
        Optional<X509ExtendedTrustManager> verifier, List<KeyManager> keyManagers, Optional<String> authorization) {
    private static final char[] NO_PASSWORD = {};

    private interface Reader<T> {
        T read(byte[] bytes) throws GeneralSecurityException, IOException;
    }

    /** Reads and parses all files. */
    static TlsMaterial load(TlsSettings tlsSettings) throws UnusableFile {
        Optional<X509ExtendedTrustManager> verifier = tlsSettings.insecure()
                ? Optional.empty()
                : Optional.of(read(tlsSettings.caFile(), bytes -> verifier(Pem.certificates(bytes))));
        List<KeyManager> keyManagers =
                tlsSettings.client().isPresent() ? client(tlsSettings.client().get()) : List.of();
        Optional<String> authorization = tlsSettings.tokenFile().isPresent()
                ? Optional.of("Bearer " + read(tlsSettings.tokenFile().get(), TlsMaterial::token))
                : Optional.empty();
        return new TlsMaterial(verifier, keyManagers, authorization);
    }

    private static <T> T read(Path file, Reader<T> reader) throws UnusableFile {
        try {
            return reader.read(Files.readAllBytes(file));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableFile(file, e);
        }
    }

    private static X509ExtendedTrustManager verifier(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static List<KeyManager> client(ClientFiles files) throws UnusableFile {
        List<X509Certificate> chain = read(files.certFile(), Pem::certificates);
        return read(files.keyFile(), bytes -> {
            PrivateKey key = Pem.privateKey(bytes);
            if (!belongs(key, chain.getFirst().getPublicKey())) {
                throw new GeneralSecurityException("not the key of " + files.certFile());
            }
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, NO_PASSWORD);
            return List.of(factory.getKeyManagers());
        });
    }

    /** Whether the two are a pair. While they are renewed, one file is new for a moment and the other one old. */
    private static boolean belongs(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(key instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(publicKey);
            return signature.verify(signed);
        } catch (SignatureException otherCurve) {
            return false;
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /** A token as RFC 6750 §2.1 allows it, so that no file can add a header of its own. */
    private static String token(byte[] bytes) throws GeneralSecurityException {
        String token = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
            throw new GeneralSecurityException("holds no bearer token");
        }
        return token;
    }
}
