package io.vipagent.core.health;

/**
 * What a TLS handshake agreed on.
 *
 * @param version such as {@code TLSv1.3}
 * @param cipher the suite, by its registered name, such as {@code TLS_AES_128_GCM_SHA256}
 */
public record TlsSession(String version, String cipher) {
    // Compared after each probe; a record's own comparison is interpreted in a native image.
    @Override
    public boolean equals(Object other) {
        return other instanceof TlsSession that && version.equals(that.version) && cipher.equals(that.cipher);
    }

    @Override
    public int hashCode() {
        return 31 * version.hashCode() + cipher.hashCode();
    }
}
