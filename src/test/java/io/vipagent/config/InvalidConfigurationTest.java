package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code invalid-configurations.txt}: what an operator is told, to the letter. */
class InvalidConfigurationTest {
    @TempDir
    private Path directory;

    /** One of the table. */
    record Case(String name, String file, Map<String, String> environment, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatIsWrong(Case each) throws IOException {
        Path file = Files.writeString(directory.resolve("vip-agent.yaml"), each.file());
        assertThatThrownBy(() -> ConfigLoader.load(file, each.environment()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage(each.message().replace("FILE", file.toString()));
    }

    /** A separator that was mistyped would make two cases one. */
    @Test
    void theTableIsWhole() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(55);
        assertThat(cases()).extracting(Case::name).doesNotHaveDuplicates();
        assertThat(cases())
                .allSatisfy(
                        each -> assertThat(each.message()).startsWith("FILE").doesNotContain(">>>", "==="));
    }

    static List<Case> cases() throws IOException {
        try (InputStream table = InvalidConfigurationTest.class.getResourceAsStream("invalid-configurations.txt")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("(?m)^=== "))
                    .skip(1)
                    .map(InvalidConfigurationTest::parse)
                    .toList();
        }
    }

    private static Case parse(String text) {
        String[] halves = text.split("(?m)^>>>\n", 2);
        List<String> given = halves[0].lines().toList();
        StringBuilder file = new StringBuilder();
        Map<String, String> environment = new TreeMap<>();
        for (String line : given.subList(1, given.size())) {
            if (line.startsWith("$ ")) {
                String[] variable = line.substring(2).split("=", 2);
                environment.put(variable[0], variable[1]);
            } else {
                file.append(line).append('\n');
            }
        }
        return new Case(given.getFirst(), file.toString(), environment, halves[1].strip());
    }
}
