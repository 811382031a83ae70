package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a URL goes where: to the resolver, to the socket, into the request line. */
class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1:6443/readyz,           127.0.0.1, 6443, /readyz",
        "https://cp1.example.org/livez,           cp1.example.org, 443, /livez",
        "https://[::1]:6443/readyz,               ::1, 6443, /readyz",
        "https://[fd00::a:1],                     fd00::a:1, 443, /",
        "https://cp1,                             cp1, 443, /",
        "https://cp1/,                            cp1, 443, /",
        "https://cp1?verbose,                     cp1, 443, /?verbose",
        "https://cp1:1/readyz?exclude=etcd&exclude=etcd-readiness, cp1, 1, /readyz?exclude=etcd&exclude=etcd-readiness",
        "https://cp1:65535/a%20b?c=%26,           cp1, 65535, /a%20b?c=%26",
        "https://cp1/?,                           cp1, 443, /?"
    })
    void takesItsUrlApart(String url, String host, int port, String requestTarget) {
        Target target = Targets.at(url);
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.requestTarget()).isEqualTo(requestTarget);
    }
}
