package io.vipagent.tools.init.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.RawOption;
import io.vipagent.tools.conf.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest files are told of in few lines, and what is not told is counted. */
class GrowthOfReportTest {
    private static final int MAX_LENGTH = 2 * MigrationReport.MAX_LINES * 200;

    @ParameterizedTest
    @ValueSource(ints = {1_000, 4_000})
    void ofManyLeftoversTheFirstAreTold(int count) {
        String report = report(
                LegacyFixtures.haproxyCfg() + each(count, i -> "listen l" + i + "\n  bind *:" + (10_000 + i) + "\n"));
        assertThat(report).contains("listen l0").doesNotContain("l" + (count - 1));
        assertThat(told(report, "Not carried over")).hasSize(MigrationReport.MAX_LINES + 1);
        assertThat(report).hasSizeLessThan(MAX_LENGTH);
    }

    @Test
    void noLeftoverIsLostWithoutAWord() {
        List<MigrationResult.Leftover> left = IntStream.range(0, 1234)
                .mapToObj(i -> new MigrationResult.Leftover(new Position("h.cfg", i + 1, 1), "line", "do"))
                .toList();
        String report = MigrationReport.of(
                new MigrationResult(Map.of(), Optional.empty(), left, List.of(), List.of(), List.of(), Map.of()),
                Map.of());
        assertThat(told(report, "Not carried over"))
                .startsWith("  h.cfg:1: line: do")
                .endsWith("  and " + (1234 - MigrationReport.MAX_LINES) + " more");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 4_000})
    void ofManyServersTheFirstAreTold(int count) {
        String report = report(LegacyFixtures.haproxyCfg()
                + each(count, i -> "    server s%d 10.1.%d.%d:6443 check\n".formatted(i, i / 250, i % 250)));
        assertThat(told(report, "Read from what is there")).hasSize(MigrationReport.MAX_LINES + 1);
        assertThat(report).hasSizeLessThan(MAX_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 4_000})
    void ofManyDifferencesTheFirstAreTold(int count) {
        String report = MigrationReport.of(
                IntStream.range(0, count)
                        .mapToObj(i -> new Difference(new Position("k.conf", i + 1, 1), "old " + i, "new"))
                        .toList(),
                List.of());
        assertThat(told(report, "Different in the new files"))
                .hasSize(MigrationReport.MAX_LINES + 1)
                .endsWith("  and " + (count - MigrationReport.MAX_LINES) + " more");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    void aLongWordIsShownInPart(int length) {
        List<RawOption> value = List.of(new RawOption("interface", "e".repeat(length), Optional.of("k.conf:16")));
        MigrationResult found = new MigrationResult(
                Map.of("interface", value),
                Optional.empty(),
                List.of(),
                List.of("r".repeat(length)),
                List.of(),
                List.of(),
                Map.of());
        assertThat(MigrationReport.of(found, Map.of()).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(600));
    }

    private static String report(String haproxy) {
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(haproxy)
                .on("192.0.2.11")
                .read();
        return MigrationReport.of(found, Map.of());
    }

    private static List<String> told(String report, String title) {
        return report.lines()
                .dropWhile(line -> !line.startsWith(title))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .toList();
    }

    private static String each(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }
}
