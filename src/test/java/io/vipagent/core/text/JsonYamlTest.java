package io.vipagent.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML says what the JSON says: JSON is YAML itself, so one reader judges both. */
class JsonYamlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "3",
                "\"a: b\"",
                "{\"a\": 1, \"b\": -2.5, \"c\": true, \"d\": null, \"e\": \"x\"}",
                "{\"a\": {}, \"b\": [], \"c\": [[]], \"d\": [{}]}",
                "{\"a\": {\"b\": {\"c\": [1, 2, {\"d\": \"e\", \"f\": [3]}]}}, \"g\": 1}",
                "[[1, [2, 3]], {\"a\": [4]}, 5]",
                "[{\"a\": {\"b\": 1}, \"c\": 2}, {\"a\": []}]",
                "{\"yes\": \"no\", \"1\": \"2026-01-02\", \"a b\": \"#\", \"\": \"- \"}",
                "{\"a\": \"line\\nfeed \\\"quoted\\\" \\u0001 \\\\ \\u00e9 1.0\", \"null\": \"null\"}"
            })
    void saysTheSame(String json) {
        assertThat(read(JsonYaml.of(json))).isEqualTo(read(json));
    }

    @Test
    void isInBlocks() {
        assertThat(JsonYaml.of("{\"node\":\"cp1\",\"list\":[{\"a\":1,\"b\":[2,3]},{\"a\":{\"c\":true}}],\"none\":[]}"))
                .isEqualTo("""
                        node: "cp1"
                        list:
                        X- a: 1
                        X  b:
                        X    - 2
                        X    - 3
                        X- a:
                        X    c: true
                        none: []
                        """.replace("X", "  "));
    }

    @Test
    void whatIsNoJsonIsAnError() {
        assertThatThrownBy(() -> JsonYaml.of("{\"a\": ")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Object read(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }
}
