package io.vipagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The alerts that README and METRICS.md recommend, which are those of monitoring/rules.yaml: quiet on a healthy node,
 * and loud about what nobody knows.
 */
class AlertsTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(vip_agent_[a-z_]+)` \\| (gauge|counter|histogram) \\| ([^|]*)\\|(.*)\\|$");
    private static final Pattern COMPARED_WITH_ZERO = Pattern.compile("(vip_agent_[a-z_]+)(\\{[^}]*})?\\)? == 0");
    private static final Pattern SILENCER =
            Pattern.compile("unless on \\([a-z, ]+\\) (vip_agent_[a-z_]+) (..) [01]\\b");

    @Test
    void nothingThatMayBeNotANumberIsComparedWithZero() throws IOException {
        Set<String> unknown = mayBeNotANumber();
        assertThat(alerts())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(COMPARED_WITH_ZERO
                                .matcher(SILENCER.matcher(alert).replaceAll(""))
                                .results()
                                .map(compared -> compared.group(1)))
                        .doesNotContainAnyElementsOf(unknown));
    }

    /** What is not a number equals nothing: {@code unless x == 0} leaves the alert loud then, and {@code != 1} would not. */
    @Test
    void whatNobodyKnowsSilencesNoAlert() throws IOException {
        Set<String> unknown = mayBeNotANumber();
        List<MatchResult> silencers = alerts().stream()
                .flatMap(alert -> SILENCER.matcher(alert).results())
                .filter(silencer -> unknown.contains(silencer.group(1)))
                .toList();
        assertThat(silencers)
                .isNotEmpty()
                .allSatisfy(silencer -> assertThat(silencer.group(2)).isEqualTo("=="));
    }

    private static Set<String> mayBeNotANumber() throws IOException {
        String text = Files.readString(Path.of("docs/METRICS.md"));
        Set<String> unknown = ROW.matcher(text)
                .results()
                .filter(row -> row.group(4).contains("NaN") || row.group(1).equals("vip_agent_vrrp_vip_consistent"))
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        assertThat(unknown).contains("vip_agent_keepalived_up", "vip_agent_vip_holders");
        return unknown;
    }

    /** Of a counter with a series per result most are always 0. */
    @Test
    void ratesOfManySeriesAreSummed() throws IOException {
        for (String file : List.of("README.md", "docs/METRICS.md", "docs/RATIONALE.md", "monitoring/rules.yaml")) {
            String text = Files.readString(Path.of(file));
            assertThat(Pattern.compile("(?<!\\()rate\\([a-z_]+(\\{[^}]*})?\\[[0-9a-z]+]\\) == 0")
                            .matcher(text)
                            .results()
                            .map(MatchResult::group))
                    .as(file)
                    .isEmpty();
        }
    }

    private static List<String> alerts() throws IOException {
        return Pattern.compile("(?ms)^ +expr: (.*?)^ +(?:for|labels|- record|- alert|- name|#)")
                .matcher(Files.readString(Path.of("monitoring/rules.yaml")))
                .results()
                .map(expression -> expression.group(1))
                .toList();
    }
}
