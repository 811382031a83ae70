package io.vipagent.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;

/** Reads bytes in every way in which this room reads PEM files, for tests that live elsewhere. */
public final class PemReading {
    private PemReading() {}

    /** Certificates, a bundle of them, and a key; what is refused is refused by the exception that is declared. */
    public static void read(byte[] input) {
        try {
            assertThat(Pem.bundle(input)).isNotNull();
        } catch (GeneralSecurityException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            assertThat(Pem.certificates(input)).isNotNull();
        } catch (GeneralSecurityException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            assertThat(Pem.privateKey(input)).isNotNull();
        } catch (GeneralSecurityException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
