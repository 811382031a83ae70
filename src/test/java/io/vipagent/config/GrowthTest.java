package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest YAML is answered in few lines, and no few lines of YAML are much work. */
class GrowthTest {
    @TempDir
    private Path directory;

    @Test
    void ofManyThousandProblemsAHundredAreTold() {
        String message = refused("vip-agent:\n" + each(10_000, "  unknown%d: 1\n"));
        assertThat(message.lines()).hasSize(OptionReader.MAX_PROBLEMS + 2);
        assertThat(message).contains("unknown0: unknown key; the nearest is ").endsWith("and 9900 more");
    }

    @Test
    void aKeyOfAHundredKilobytesIsOneProblem() {
        assertThat(refused("vip-agent: {? \"" + "k".repeat(1 << 17) + "\" : 1}\n"))
                .contains("unknown key");
    }

    @Test
    void documentsBeyondAThousandAreNotRead() {
        assertThat(refused("---\n".repeat(1001))).contains("line 1001, column 1: more than 1000 documents");
        assertThat(refused("---\n".repeat(60_000))).contains("line 1001, column 1: more than 1000 documents");
    }

    @Test
    void thereAreNotMoreTargetsThanAnybodyHas() {
        String targets = each(3000, "    t%d: {role: backend, url: \"https://192.0.2.1:6443/readyz\"}\n");
        assertThat(refused("vip-agent:\n  targets:\n" + targets))
                .contains("vip-agent.targets: has 3000 targets, expected at most 1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vip", "peers", "agent-check.allow", "http.allow", "targets.local.accept-status"})
    void noListHasMoreValuesThanAnybodyNeeds(String key) {
        String[] path = key.split("\\.");
        StringBuilder yaml = new StringBuilder("vip-agent:\n");
        for (int i = 0; i < path.length; i++) {
            yaml.repeat("  ", i + 1).append(path[i]).append(i + 1 < path.length ? ":\n" : ": ");
        }
        assertThat(refused(yaml + "[" + "x,".repeat(20_000) + "x]\n"))
                .contains("vip-agent." + key + ": has 20001 values, expected at most 1024");
        assertThat(refused(yaml + "\"" + "x,".repeat(20_000) + "x\"\n"))
                .contains("vip-agent." + key + ": has 20001 values, expected at most 1024");
    }

    /** Nine aliases of nine aliases and so on: 59,049 merges in five lines. */
    @Test
    void mergesOfMergesEnd() {
        StringBuilder yaml = new StringBuilder("a: &a {x: 1}\n");
        for (char name = 'b'; name <= 'f'; name++) {
            String before = "*" + (char) (name - 1);
            yaml.append("%c: &%c {<<: [%s]}\n"
                    .formatted(
                            name,
                            name,
                            IntStream.range(0, 9).mapToObj(_ -> before).collect(Collectors.joining(","))));
        }
        assertThat(refused(yaml + "vip-agent: *f\n")).contains("vip-agent.<<: merges more than 1000 times");
    }

    private String refused(String yaml) {
        return catchThrowableOfType(InvalidConfiguration.class, () -> Loading.load(directory, yaml))
                .getMessage();
    }

    private static String each(int count, String line) {
        return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining());
    }
}
