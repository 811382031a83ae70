package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key can be written in the file and in the environment, means the same in both, and shows in the settings. */
class EveryKeyTest {
    /** With a dash, since that is what environment variables cannot have. */
    private static final String TARGET = "cp-2";

    /** No type but a text takes it: it is too long for a word, and holds spaces. */
    private static final String UNACCEPTABLE = "no ".repeat(500).strip();

    private static final Pattern WORDS = Pattern.compile("`([a-z-]+)`.*`([a-z-]+)`");
    private static final Pattern RANGE = Pattern.compile("(\\S+) to (\\S+)");
    private static final String OR_NONE = ", `none`";

    /** Two values of each type whose bounds do not name two: valid together with {@link #base}. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry(ValueType.TEXT.bounds(), List.of("cp1", "node-1.example")),
            Map.entry(ValueType.HOST.bounds(), List.of("cp2.example", "192.0.2.12")),
            Map.entry(ValueType.FILE.bounds(), List.of("/a/file", "/b/file")),
            Map.entry(Settings.SOCKET.type().bounds(), List.of("/a/agent.sock", "/b/agent.sock")),
            Map.entry(ValueType.ADDRESS.bounds(), List.of("192.0.2.100", "2001:db8::100")),
            Map.entry(ValueType.NETWORK.bounds(), List.of("192.0.2.0/24", "192.0.2.1")),
            Map.entry(HttpSettings.LISTEN.type().bounds(), List.of("192.0.2.11:9000", "0.0.0.0:9999")),
            Map.entry(
                    ValueType.TARGET_URL.bounds(),
                    List.of("https://192.0.2.12:6443/readyz", "https://cp2.example/livez?verbose")),
            Map.entry(ValueType.PEER_URL.bounds(), List.of("'http://[2001:db8::3]:9706'", "https://cp2:9706")),
            Map.entry(ValueType.URL_PATH.bounds(), List.of("/healthz/ping?a=b", "/livez")),
            Map.entry(ValueType.VIRTUAL_ROUTER.bounds(), List.of("VI_1/51/eth0/ipv4", "VI_2/52/bond0.7/ipv6")),
            Map.entry(TargetResponseTable.EXPECT_BODY.type().bounds(), List.of("fine", "any")));

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
    void noKeyIsThereTwice() {
        assertThat(SettingsTable.rows()).extracting(Setting::key).doesNotHaveDuplicates();
    }

    /** A section that SettingsTable does not know has rows that nobody reads. */
    @Test
    void allSectionsAreInTheTable() throws IOException {
        long written = 0;
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/vipagent/config"))) {
            for (Path file : files.toList()) {
                written += Pattern.compile("ROWS\\s*\\.(value|optional|list)\\(")
                        .matcher(Files.readString(file))
                        .results()
                        .count();
            }
        }
        assertThat(SettingsTable.rows()).hasSize(Math.toIntExact(written));
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

    @ParameterizedTest
    @MethodSource("samples")
    void takesNothingElse(Sample sample) throws Exception {
        Setting<?> row = SettingsTable.rows().stream()
                .filter(each -> each.key(TARGET).equals(sample.key()))
                .findFirst()
                .orElseThrow();
        if (row.type() == ValueType.TEXT) {
            assertThat(fromFile(sample, UNACCEPTABLE)).isNotEqualTo(fromFile(sample, sample.one()));
        } else {
            assertThatThrownBy(() -> fromFile(sample, UNACCEPTABLE))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining(row.name(TARGET) + ": \"no no no ")
                    .hasMessageContaining("\" is not " + row.type().expected());
        }
    }

    static Stream<Sample> samples() {
        return SettingsTable.rows().stream().map(EveryKeyTest::sample);
    }

    private static Sample sample(Setting<?> row) {
        List<String> values = values(row.type().bounds());
        return row.isList()
                ? new Sample(row.key(TARGET), "[" + String.join(", ", values) + "]", "[" + values.getLast() + "]")
                : new Sample(row.key(TARGET), values.getFirst(), values.getLast());
    }

    private static List<String> values(String bounds) {
        if (VALUES.containsKey(bounds)) {
            return VALUES.get(bounds);
        }
        if (bounds.endsWith(OR_NONE)) {
            String others = bounds.substring(0, bounds.length() - OR_NONE.length());
            return List.of(values(others).getFirst(), "none");
        }
        return Stream.of(WORDS, RANGE)
                .map(form -> form.matcher(bounds))
                .filter(Matcher::matches)
                .map(two -> List.of(two.group(1), two.group(2)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("VALUES has no two of a type that may be " + bounds));
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
        base.put("targets." + TARGET + ".interval", "100ms");
        base.put("targets." + TARGET + ".timeout", "10ms");
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
