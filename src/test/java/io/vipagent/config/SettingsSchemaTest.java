package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The JSON Schema accepts what the agent accepts, and refuses what editors should mark. */
class SettingsSchemaTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(vip-agent:.*?)```");

    @TempDir
    private Path directory;

    @Test
    void everyKeyIsDescribed() {
        Map<?, ?> agent = child(child(schema(), "properties"), "vip-agent");
        assertThat(SettingsTable.rows()).allSatisfy(row -> {
            Map<?, ?> entry = agent;
            for (String name : row.key().split("\\.")) {
                entry = name.equals("*")
                        ? (Map<?, ?>) child(entry, "patternProperties")
                                .values()
                                .iterator()
                                .next()
                        : child(child(entry, "properties"), name);
                if (name.equals("targets")) {
                    assertThat(entry.get("additionalProperties")).isEqualTo(false);
                }
            }
            assertThat((String) entry.get("description"))
                    .startsWith(row.description())
                    .contains(Environment.variable(row.key("NAME")));
            assertThat(entry.containsKey("default")).isEqualTo(!row.defaults().isEmpty());
        });
    }

    @ParameterizedTest
    @MethodSource("io.vipagent.config.EveryKeyTest#samples")
    void acceptsWhatTheAgentAccepts(EveryKeyTest.Sample sample) {
        for (String value : List.of(sample.one(), sample.other())) {
            assertThat(problem(Loading.file(Map.of(sample.key(), value)))).isEmpty();
        }
    }

    @Test
    void acceptsTheExamplesAndTheOutputOfConfig() throws Exception {
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("docs/CONFIGURATION.md")))
                .results()
                .map(example -> example.group(1))
                .toList();
        assertThat(examples).isNotEmpty();
        assertThat(examples).allSatisfy(example -> assertThat(problem(example)).isEmpty());
        assertThat(problem(SettingsYaml.of(Loading.load(directory, "")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vip-agent:\n", "vip-agent:\n  targets:\n    local:\n"})
    void acceptsEmptySections(String file) {
        assertThat(problem(file.isEmpty() ? "{}" : file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vip_agent: {}",
                "vip-agent: {nod: cp1}",
                "vip-agent: {targets: {local: {intervall: 1s}}}",
                "vip-agent: {targets: {CP2: {fall: 1}}}",
                "vip-agent: {targets: {local: {interval: 500}}}",
                "vip-agent: {targets: {local: {fall: 0}}}",
                "vip-agent: {targets: {local: {role: peer}}}",
                "vip-agent: {targets: {local: {insecure: 1}}}",
                "vip-agent: {targets: {local: {accept-status: [99]}}}",
                "vip-agent: {decision: {policy: any}}",
                "vip-agent: {http: 9706}",
                "vip-agent: {keepalived: {track-file: {}}}"
            })
    void refuses(String file) {
        assertThat(problem(file)).isNotEmpty();
    }

    private static Map<?, ?> schema() {
        return (Map<?, ?>) yaml(SettingsSchema.json());
    }

    private static String problem(String file) {
        return problems(schema(), yaml(file)).findFirst().orElse("");
    }

    /** As much of JSON Schema as the schema uses; a keyword that is not known here fails. */
    private static Stream<String> problems(Map<?, ?> schema, Object value) {
        return schema.entrySet().stream().flatMap(keyword -> {
            Object wanted = keyword.getValue();
            return switch ((String) keyword.getKey()) {
                case "$schema", "title", "description", "default", "properties", "patternProperties" -> Stream.of();
                case "additionalProperties" -> value instanceof Map<?, ?> map ? entries(schema, map) : Stream.of();
                case "type" ->
                    (wanted instanceof List<?> types ? types.stream() : Stream.of(wanted))
                                    .anyMatch(type -> isOf((String) type, value))
                            ? Stream.of()
                            : Stream.of(value + " is not " + wanted);
                case "enum" -> ((List<?>) wanted).contains(value) ? Stream.of() : Stream.of(value + ", " + wanted);
                case "const" -> wanted.equals(value) ? Stream.of() : Stream.of(value + ", " + wanted);
                case "pattern" ->
                    value instanceof String text && !text.matches((String) wanted)
                            ? Stream.of(text + ", " + wanted)
                            : Stream.of();
                case "minimum" ->
                    value instanceof Integer number && number < (Integer) wanted
                            ? Stream.of(number + ", " + wanted)
                            : Stream.of();
                case "maximum" ->
                    value instanceof Integer number && number > (Integer) wanted
                            ? Stream.of(number + ", " + wanted)
                            : Stream.of();
                case "minItems" -> Stream.of();
                case "items" ->
                    value instanceof List<?> items
                            ? items.stream().flatMap(item -> problems((Map<?, ?>) wanted, item))
                            : Stream.of();
                case "anyOf" ->
                    ((List<?>) wanted)
                                    .stream()
                                            .anyMatch(each -> problems((Map<?, ?>) each, value)
                                                    .findAny()
                                                    .isEmpty())
                            ? Stream.of()
                            : Stream.of(value + ", " + wanted);
                default -> throw new AssertionError(keyword.getKey());
            };
        });
    }

    private static Stream<String> entries(Map<?, ?> schema, Map<?, ?> map) {
        return map.entrySet().stream().flatMap(entry -> {
            String name = String.valueOf(entry.getKey());
            Stream<Object> found = Stream.concat(
                    Stream.ofNullable(child(schema, "properties").get(name)),
                    child(schema, "patternProperties").entrySet().stream()
                            .filter(pattern -> name.matches((String) pattern.getKey()))
                            .map(Map.Entry::getValue));
            return found.findFirst()
                    .map(each -> problems((Map<?, ?>) each, entry.getValue()))
                    .orElseGet(() -> Stream.of("unknown: " + name));
        });
    }

    private static boolean isOf(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Integer;
            case "number" -> value instanceof Number;
            case "null" -> value == null;
            default -> throw new AssertionError(type);
        };
    }

    private static Map<?, ?> child(Map<?, ?> map, String key) {
        Object child = map.get(key);
        return child == null ? Map.of() : (Map<?, ?>) child;
    }

    private static Object yaml(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }
}
