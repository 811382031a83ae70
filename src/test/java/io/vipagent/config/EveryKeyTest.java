package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key can be written in the file and in the environment, means the same in both, and shows in the settings. */
class EveryKeyTest {
    /** With a dash, since that is what environment variables cannot have. */
    private static final String TARGET = "cp-2";

    /** What each key may be, and something else that it may be: both valid together with {@link #base}. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("node", List.of("cp1", "node-1.example")),
            Map.entry("vip", List.of("[192.0.2.100, 2001:db8::100]", "[192.0.2.101]")),
            Map.entry("targets.*.enabled", List.of("true", "false")),
            Map.entry("targets.*.role", List.of("backend", "vip")),
            Map.entry("targets.*.url", List.of("https://192.0.2.12:6443/readyz", "https://cp2.example/livez?verbose")),
            Map.entry("targets.*.server-name", List.of("cp2.example", "192.0.2.12")),
            Map.entry("targets.*.ca-file", List.of("/a/ca.crt", "/b/ca.crt")),
            Map.entry("targets.*.insecure", List.of("true", "false")),
            Map.entry("targets.*.cert-file", List.of("/a/client.crt", "/b/client.crt")),
            Map.entry("targets.*.key-file", List.of("/a/client.key", "/b/client.key")),
            Map.entry("targets.*.token-file", List.of("/a/token", "/b/token")),
            Map.entry("targets.*.accept-status", List.of("[200, 401, 403]", "[204]")),
            Map.entry("targets.*.expect-body", List.of("fine", "any")),
            Map.entry("targets.*.interval", List.of("100ms", "10m")),
            Map.entry("targets.*.timeout", List.of("10ms", "1m")),
            Map.entry("targets.*.rise", List.of("1", "100")),
            Map.entry("targets.*.fall", List.of("1", "100")),
            Map.entry("targets.*.patience", List.of("1s", "1m")),
            Map.entry("targets.*.ping", List.of("/healthz/ping?a=b", "none")),
            Map.entry("targets.*.full-interval", List.of("500ms", "10m")),
            Map.entry("targets.*.fresh-interval", List.of("501ms", "10m")),
            Map.entry("targets.*.rest-interval", List.of("502ms", "10m")),
            Map.entry("decision.single-node", List.of("true", "false")),
            Map.entry("decision.policy", List.of("both", "local")),
            Map.entry("decision.hold-when-all-down", List.of("true", "false")),
            Map.entry("decision.bootstrap-grace", List.of("10m", "0s")),
            Map.entry("control.socket", List.of("/a/agent.sock", "/b/agent.sock")),
            Map.entry("agent-check.listen", List.of("192.0.2.11:9000", "none")),
            Map.entry("agent-check.allow", List.of("[192.0.2.0/24, 192.0.2.1]", "[10.0.0.0/8]")),
            Map.entry("agent-check.reports", List.of("verdict", "maintenance")),
            Map.entry("agent-check.drain-as", List.of("drain", "maint")),
            Map.entry("agent-check.line-wait", List.of("1ms", "1s")),
            Map.entry("agent-check.release", List.of("0s", "4s")),
            Map.entry("http.listen", List.of("192.0.2.11:80", "0.0.0.0:9999")),
            Map.entry("http.allow", List.of("[192.0.2.0/24, 192.0.2.1]", "[10.0.0.0/8]")),
            Map.entry("http.tls.cert-file", List.of("/a/http.crt", "/b/http.crt")),
            Map.entry("http.tls.key-file", List.of("/a/http.key", "/b/http.key")),
            Map.entry("http.tls.client-ca-file", List.of("/a/ca.crt", "/b/ca.crt")),
            Map.entry("http.tls.token-file", List.of("/a/token", "/b/token")),
            Map.entry("http.tls.protects", List.of("details", "all")),
            Map.entry("keepalived.track-file", List.of("/a/track", "none")),
            Map.entry("keepalived.on-stop", List.of("fail", "keep")),
            Map.entry("keepalived.notify-fifo", List.of("/a/fifo", "none")),
            Map.entry("keepalived.pid-file", List.of("/a/keepalived.pid", "/b/keepalived.pid")),
            Map.entry(
                    "keepalived.instances",
                    List.of("[VI_1/51/eth0/ipv4, VI_2/51/eth0/ipv6]", "[VI_1/52/bond0.7/ipv4]")),
            Map.entry("keepalived.advertisements", List.of("true", "false")),
            Map.entry("peers", List.of("[http://192.0.2.12:9706, 'http://[2001:db8::3]:9706']", "[https://cp2:9706]")),
            Map.entry("peer-tls.server-name", List.of("agents.example", "192.0.2.12")),
            Map.entry("peer-tls.ca-file", List.of("/a/ca.crt", "/b/ca.crt")),
            Map.entry("peer-tls.insecure", List.of("true", "false")),
            Map.entry("peer-tls.cert-file", List.of("/a/client.crt", "/b/client.crt")),
            Map.entry("peer-tls.key-file", List.of("/a/client.key", "/b/client.key")),
            Map.entry("peer-tls.token-file", List.of("/a/token", "/b/token")));

    @TempDir
    private Path directory;

    /** A key with its target's name, and two values. */
    record Sample(String key, String one, String other) {
        @Override
        public String toString() {
            return key;
        }
    }

    @Test
    void thereAreNoOtherKeys() {
        assertThat(SettingsTable.rows())
                .extracting(Setting::key)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(VALUES.keySet());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadFromTheFile(Sample sample) throws Exception {
        assertThat(fromFile(sample, sample.one())).isNotEqualTo(fromFile(sample, sample.other()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadFromTheEnvironment(Sample sample) throws Exception {
        for (String value : List.of(sample.one(), sample.other())) {
            Map<String, String> file = base();
            file.remove(sample.key());
            assertThat(Loading.load(directory, Loading.file(file), variable(sample, value)))
                    .isEqualTo(fromFile(sample, value));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReplacedByTheEnvironment(Sample sample) throws Exception {
        assertThat(Loading.load(directory, fileWith(sample, sample.one()), variable(sample, sample.other())))
                .isEqualTo(fromFile(sample, sample.other()));
        assertThat(Loading.load(directory, fileWith(sample, sample.other()), variable(sample, sample.one())))
                .isEqualTo(fromFile(sample, sample.one()));
    }

    /** {@code vip-agent config} prints a file that means the same. */
    @ParameterizedTest
    @MethodSource("samples")
    void isWrittenAndReadAgain(Sample sample) throws Exception {
        for (String value : List.of(sample.one(), sample.other())) {
            Settings settings = fromFile(sample, value);
            assertThat(Loading.load(directory, SettingsYaml.of(settings))).isEqualTo(settings);
        }
    }

    static Stream<Sample> samples() {
        return VALUES.entrySet().stream()
                .map(entry -> new Sample(
                        entry.getKey().replace("*", TARGET),
                        entry.getValue().getFirst(),
                        entry.getValue().getLast()))
                .sorted((a, b) -> a.key().compareTo(b.key()));
    }

    private Settings fromFile(Sample sample, String value) throws IOException, InvalidConfiguration {
        return Loading.load(directory, fileWith(sample, value));
    }

    private static String fileWith(Sample sample, String value) {
        Map<String, String> file = base();
        file.put(sample.key(), value);
        return Loading.file(file);
    }

    private static Map<String, String> variable(Sample sample, String value) {
        return Map.of(
                Environment.variable(sample.key()),
                value.startsWith("[") ? value.substring(1, value.length() - 1).replaceAll("[ ']", "") : value);
    }

    /** What the samples need: a target for every policy, and one to turn every key of. */
    private static Map<String, String> base() {
        Map<String, String> base = new HashMap<>();
        base.put("targets.local.fall", "3");
        base.put("targets.haproxy.role", "frontend");
        base.put("targets.haproxy.url", "https://127.0.0.1:8443/readyz");
        base.put("targets." + TARGET + ".role", "backend");
        base.put("targets." + TARGET + ".url", "https://192.0.2.99:6443/readyz");
        base.put("targets." + TARGET + ".cert-file", "/etc/vip-agent/client.crt");
        base.put("targets." + TARGET + ".key-file", "/etc/vip-agent/client.key");
        base.put("http.tls.cert-file", "/etc/vip-agent/http.crt");
        base.put("http.tls.key-file", "/etc/vip-agent/http.key");
        base.put("http.tls.client-ca-file", "/etc/vip-agent/ca.crt");
        base.put("keepalived.instances", "[VI_1/51/eth0/ipv4]");
        base.put("peer-tls.cert-file", "/etc/vip-agent/client.crt");
        base.put("peer-tls.key-file", "/etc/vip-agent/client.key");
        return base;
    }
}
