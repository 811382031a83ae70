package io.vipagent.core.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a GET goes. What https has in common with a target's URL, TargetTest tests. */
class EndpointTest {
    private static final TlsSettings TRUST = Targets.at("https://cp1").tlsSettings();

    @ParameterizedTest
    @CsvSource({
        "http://cp2:9706/api/v1/status, cp2, 9706, /api/v1/status",
        "http://cp2, cp2, 80, /",
        "HTTP://[2001:db8::1]/x?y=z, 2001:db8::1, 80, /x?y=z"
    })
    void readsAPlainUrl(String url, String host, int port, String requestTarget) {
        Endpoint endpoint = new Endpoint(URI.create(url), Optional.empty());
        assertThat(endpoint.host()).isEqualTo(host);
        assertThat(endpoint.port()).isEqualTo(port);
        assertThat(endpoint.requestTarget()).isEqualTo(requestTarget);
    }

    /** RFC 6874: a zone is written with a quoted percent sign, and means nothing to anybody else. */
    @ParameterizedTest
    @CsvSource({
        "http://[fe80::1%25eth0]:6443/, fe80::1%eth0, [fe80::1]:6443",
        "http://[fe80::1%eth0]:6443/, fe80::1%eth0, [fe80::1]:6443",
        "http://[fe80::1%252]/, fe80::1%2, [fe80::1]",
        "http://[2001:db8::1]:6443/, 2001:db8::1, [2001:db8::1]:6443",
        "http://cp2:9706/, cp2, cp2:9706"
    })
    void keepsAZoneToItself(String url, String host, String authority) {
        Endpoint endpoint = new Endpoint(URI.create(url), Optional.empty());
        assertThat(endpoint.host()).isEqualTo(host);
        assertThat(endpoint.authority()).isEqualTo(authority);
    }

    @Test
    void knowsThePortOfHttps() {
        assertThat(new Endpoint(URI.create("https://cp2/"), Optional.of(TRUST)).port())
                .isEqualTo(443);
    }

    @Test
    void takesNoTrustOverPlainHttp() {
        assertThatThrownBy(() -> new Endpoint(URI.create("http://cp2/"), Optional.of(TRUST)))
                .hasMessage("http://cp2/: expected https, since there is a trust for TLS");
    }

    @Test
    void takesNoHttpsWithoutATrust() {
        assertThatThrownBy(() -> new Endpoint(URI.create("https://cp2/"), Optional.empty()))
                .hasMessage("https://cp2/: expected http, since there is no trust for TLS");
    }
}
