package io.vipagent.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.fake.Identity;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClientVerifierTest {
    private final TestCa ca = TestCa.ec("kubernetes");
    private final AtomicReference<List<X509Certificate>> authorities = new AtomicReference<>(List.of(ca.certificate()));
    private final ClientVerifier verifier = new ClientVerifier(authorities::get, new SystemTicker());

    @Test
    void whatTheAuthorityIssuedForClientsPasses() {
        assertThatCode(() -> check(ca.client("vip-agent:cp2"))).doesNotThrowAnyException();
        assertThat(verifier.getAcceptedIssuers()).containsExactly(ca.certificate());
    }

    @Test
    void nothingElsePasses() {
        Instant now = Instant.now();
        refuses(ca.foreign().client("vip-agent:cp2"), "no CA in ca-file vouches for it");
        refuses(ca.good(), "does not allow TLS clients (clientAuth)");
        refuses(ca.newClient("a").notAfter(now.minus(Duration.ofMinutes(1))).issue(), "expired at");
        refuses(ca.newClient("a").notBefore(now.plus(Duration.ofDays(1))).issue(), "is valid from");
    }

    @Test
    void theAuthoritiesThatAreInForceCount() {
        Identity client = ca.client("vip-agent:cp2");
        authorities.set(List.of(ca.foreign().certificate()));
        refuses(client, "no CA in ca-file vouches for it");
        authorities.set(List.of());
        refuses(client, "no CA in ca-file vouches for it");
    }

    private void refuses(Identity client, String why) {
        assertThatThrownBy(() -> check(client))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(why);
    }

    private void check(Identity client) throws CertificateException {
        verifier.checkClientTrusted(client.chain().toArray(new X509Certificate[0]), "ECDHE_ECDSA");
    }
}
