package io.vipagent.core.health;

/**
 * What a TLS handshake agreed on.
 *
 * @param version such as {@code TLSv1.3}
 * @param cipher the suite, by its registered name, such as {@code TLS_AES_128_GCM_SHA256}
 */
public record TlsSession(String version, String cipher) {}
