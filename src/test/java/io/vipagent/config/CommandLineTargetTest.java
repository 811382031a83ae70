package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.target.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A target of options: the same rules as in the file, in the words of the command line. */
class CommandLineTargetTest {
    @Test
    void hasTheDefaultsOfTheFile() throws InvalidConfiguration {
        Target target = ConfigLoader.target(
                Map.of("url", "https://192.0.2.12:6443/readyz", "accept-status", "200,401"), key -> "--" + key);
        assertThat(target.url()).isEqualTo(URI.create("https://192.0.2.12:6443/readyz"));
        assertThat(target.tlsSettings().serverName()).isEqualTo("kubernetes");
        assertThat(target.tlsSettings().caFile()).isEqualTo(Path.of("/etc/kubernetes/pki/ca.crt"));
        assertThat(target.expectedResponse().statuses()).containsExactly(200, 401);
        assertThat(target.expectedResponse().body()).contains("ok");
    }

    @Test
    void saysWhatIsWrongWithWhichOption() {
        Map<String, String> keys = Map.of(
                "url", "http://192.0.2.12/",
                "server-name", "*",
                "accept-status", "200,,x",
                "timeout", "2m",
                "cert-file", "/client.crt");
        assertThatThrownBy(() -> ConfigLoader.target(keys, key -> key.equals("url") ? "URL" : "--" + key))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("""
                        command line:
                          URL: "http://192.0.2.12/" is not a URL of the form https://HOST[:PORT][/PATH][?QUERY]
                          --key-file: missing; cert-file and key-file go together
                          --server-name: "*" is not a DNS name or an address
                          --accept-status: "" is not an HTTP status from 200 to 599
                          --accept-status: "x" is not an HTTP status from 200 to 599
                          --timeout: "2m" is not a duration from 10ms to 1m, such as 1s""");
    }
}
