package io.vipagent.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

    /** Its equality is written by hand, so that each component must be in it. */
    @Test
    void isEqualWhereEachComponentIs() {
        Target target = Targets.at("https://cp1/readyz");
        TlsSettings tls = target.tlsSettings();
        ExpectedResponse expected = target.expectedResponse();
        Optional<String> ping = Optional.of("/livez/ping");
        URI elsewhere = URI.create("https://cp2/readyz");
        TlsSettings insecure = new TlsSettings(tls.serverName(), tls.caFile(), true, tls.client(), tls.tokenFile());
        ExpectedResponse any = new ExpectedResponse(expected.statuses(), Optional.empty());
        ProbeSchedule slower = new ProbeSchedule(Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 3);
        List<Target> others = List.of(
                new Target("x", target.role(), target.url(), tls, expected, target.schedule(), target.ping()),
                new Target(
                        target.name(), TargetRole.VIP, target.url(), tls, expected, target.schedule(), target.ping()),
                new Target(target.name(), target.role(), elsewhere, tls, expected, target.schedule(), target.ping()),
                new Target(
                        target.name(),
                        target.role(),
                        target.url(),
                        insecure,
                        expected,
                        target.schedule(),
                        target.ping()),
                new Target(target.name(), target.role(), target.url(), tls, any, target.schedule(), target.ping()),
                new Target(target.name(), target.role(), target.url(), tls, expected, slower, target.ping()),
                new Target(target.name(), target.role(), target.url(), tls, expected, target.schedule(), ping));
        assertThat(others).hasSize(Target.class.getRecordComponents().length).doesNotContain(target);
        assertThat(Targets.at("https://cp1/readyz")).isEqualTo(target).hasSameHashCodeAs(target);
    }
}
