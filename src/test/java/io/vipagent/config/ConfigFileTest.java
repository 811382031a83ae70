package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which a file may come, and files that cannot be read at all. */
class ConfigFileTest {
    private static final String FILE = """
            # by hand
            vip-agent:
              node: cp1   # the first
              targets:
                cp2: {role: backend, url: "https://192.0.2.12:6443/readyz"}
              agent-check:
                allow:
                - 127.0.0.0/8
                - 192.0.2.0/24
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "# nothing\n",
                "---\n",
                "---\n...\n",
                "\uFEFF",
                "vip-agent:\n",
                "vip-agent: {}\n",
                "vip-agent:\n  targets:\n  http:\n",
                "~\n"
            })
    void mayHoldNothing(String text) throws Exception {
        assertThat(Loading.load(directory, text)).isEqualTo(Loading.load(directory, ""));
    }

    @Test
    void mayComeFromAnyEditor() throws Exception {
        Settings settings = Loading.load(directory, FILE);
        assertThat(settings.node()).isEqualTo("cp1");
        assertThat(settings.targets()).extracting("name").containsExactly("local", "cp2");
        assertThat(settings.agentCheck().allow().networks()).hasSize(2);
        assertThat(Loading.load(directory, FILE.replace("\n", "\r\n"))).isEqualTo(settings);
        assertThat(Loading.load(directory, "\uFEFF" + FILE)).isEqualTo(settings);
        assertThat(Loading.load(directory, "\uFEFF" + FILE.replace("\n", "\r\n")))
                .isEqualTo(settings);
        assertThat(Loading.load(directory, FILE.stripTrailing())).isEqualTo(settings);
        assertThat(Loading.load(directory, "%YAML 1.2\n---\n" + FILE + "...\n")).isEqualTo(settings);
    }

    /** YAML 1.1 makes numbers, dates and truths of these. */
    @ParameterizedTest
    @ValueSource(strings = {"no", "010", "1e3", "12:30:45", "2026-01-01", "0x1F", "1_000", ".inf", "${HOME}", "a$b"})
    void valuesAreTheTextThatWasWritten(String text) throws Exception {
        assertThat(Loading.load(directory, "vip-agent:\n  node: " + text + "\n").node())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\"a b\"", "'a b'", "|-\n    a b", ">-\n    a\n    b", "!!str a b", "&anchor a b"})
    void valuesMayBeWrittenInEveryWay(String yaml) throws Exception {
        assertThat(Loading.load(directory, "vip-agent:\n  node: " + yaml + "\n").node())
                .isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[200, 401]", "200,401", "'200, 401'", "[ '200', \"401\" ]", "\n      - 200\n      - 401"})
    void listsMayBeWrittenInEveryWay(String yaml) throws Exception {
        Settings settings =
                Loading.load(directory, "vip-agent:\n  targets:\n    local:\n      accept-status: " + yaml + "\n");
        assertThat(settings.targets().getFirst().expectedResponse().statuses()).containsExactly(200, 401);
    }

    @Test
    void targetsMayShareKeys() throws Exception {
        Settings settings = Loading.load(directory, """
                vip-agent:
                  targets:
                    cp2: &other
                      role: backend
                      url: https://192.0.2.12:6443/livez
                      fall: 7
                    cp3:
                      <<: *other
                      url: https://192.0.2.13:6443/livez
                    cp4:
                      <<: [*other, {fall: 9, rise: 9}]
                      url: https://192.0.2.14:6443/livez
                """);
        assertThat(settings.targets().subList(1, 4)).allSatisfy(target -> {
            assertThat(target.role().label()).isEqualTo("backend");
            assertThat(target.schedule().fall()).isEqualTo(7);
        });
        assertThat(settings.targets())
                .extracting(target -> target.url().getHost())
                .containsExactly("127.0.0.1", "192.0.2.12", "192.0.2.13", "192.0.2.14");
        assertThat(settings.targets().getLast().schedule().rise()).isEqualTo(9);
    }

    /** An alias of itself must not keep the agent from starting, nor start it with something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vip-agent: &a\n  <<: *a\n  node: cp1\n",
                "vip-agent:\n  node: cp1\n  <<: &a [*a]\n",
                "vip-agent:\n  node: cp1\n  http: &a\n    <<: [*a, *a]\n"
            })
    void anAliasOfItselfAddsNothing(String text) throws Exception {
        assertThat(Loading.load(directory, text)).isEqualTo(Loading.load(directory, "vip-agent:\n  node: cp1\n"));
    }

    @Test
    void anAliasLoopOfSectionsIsReported() {
        assertThatThrownBy(() -> Loading.load(directory, "vip-agent: &a\n  node: cp1\n  targets: *a\n"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("vip-agent.targets.node: given \"cp1\", expected keys below it");
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        assertRefused(directory.resolve("missing.yaml"), "no such file");
    }

    @Test
    void aDirectoryIsNoFile() {
        assertRefused(directory, "is a directory, expected a regular file");
    }

    @Test
    void onlyUtf8IsRead() throws IOException {
        Path file = directory.resolve("latin-1.yaml");
        Files.write(file, "vip-agent:\n  node: k\u00f6ln\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, "not UTF-8");
    }

    @Test
    void aBinaryIsNoFile() throws IOException {
        Path file = Files.write(directory.resolve("binary"), new byte[] {0, 1, 2});
        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageStartingWith(file + ":\n  not YAML: ");
    }

    /** SnakeYAML's own exception about such a tag is none of YAML, and says no place. */
    @ParameterizedTest
    @ValueSource(strings = {"!??0%0", "!a%20 1", "vip-agent:\n  node: !%09 {}"})
    void aMalformedTagIsNotYaml(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("tag"), text);
        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageMatching("(?s).*: *\n  not YAML: line [12], column [1-9]: .*");
    }

    private static void assertRefused(Path file, String problem) {
        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage(file + ":\n  " + problem);
    }
}
