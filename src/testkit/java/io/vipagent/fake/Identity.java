package io.vipagent.fake;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that vouch for it, the holder's own first.
 *
 * @param key the private key
 * @param chain without the CA's own certificate, as kubeadm writes it
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The chain as PEM text. */
    public String certificatePem() {
        return Pem.of(chain);
    }

    /** The key as PEM text (PKCS#8). */
    public String keyPem() {
        return Pem.of(key);
    }

    /** Writes {@code NAME.crt} and {@code NAME.key}; each file is replaced by a rename. */
    public void writeTo(Path directory, String name) {
        Pem.write(directory.resolve(name + ".key"), keyPem());
        Pem.write(directory.resolve(name + ".crt"), certificatePem());
    }
}
