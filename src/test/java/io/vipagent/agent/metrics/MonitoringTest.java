package io.vipagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vipagent.lab.NeedsHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code monitoring/}: rules, their tests, runbooks and the dashboard, held together. */
class MonitoringTest {
    private static final Path FOLDER = Path.of("monitoring");
    private static final Path RULES = FOLDER.resolve("rules.yaml");
    private static final Pattern METRIC = Pattern.compile("(?<![\\w:])(vip_agent_[a-z_]+|process_[a-z_]+)");
    private static final Pattern RECORD = Pattern.compile("(?m)^ +- record: (\\S+)$");
    private static final Pattern USED_RECORD = Pattern.compile("(?<![\\w:])[a-z_]+:vip_agent_[a-z_]+:[a-z0-9_]+");

    @Test
    @NeedsHost
    void promtoolTakesTheRules() throws Exception {
        assertThat(promtool("check", "rules", RULES.toString())).contains("SUCCESS");
    }

    /** Three healthy nodes for an hour are silent, and every alert has a series that fires it. */
    @Test
    @NeedsHost
    void promtoolPassesTheTestsOfTheRules() throws Exception {
        // The alerts that wait for hours are evaluated more seldom: with the others they took three times as long as
        // all.
        assertThat(promtool(
                        "test",
                        "rules",
                        FOLDER.resolve("rules_test.yaml").toString(),
                        FOLDER.resolve("rules_test_long.yaml").toString()))
                .contains("SUCCESS");
    }

    @Test
    void everyAlertHasItsTestsAndItsRunbook() throws IOException {
        String tests = Files.readString(FOLDER.resolve("rules_test.yaml"))
                + Files.readString(FOLDER.resolve("rules_test_long.yaml"));
        Set<String> alerts = alerts();
        assertThat(alerts).hasSizeGreaterThan(20);
        assertThat(found("(?m)- \\{alertname: (\\w+), eval_time: 59m}", tests))
                .as("silent where three nodes are healthy")
                .containsAll(alerts);
        assertThat(found("(?m)- alertname: (\\w+)\\n +eval_time: \\S+\\n +exp_alerts:\\n +- exp_labels", tests))
                .as("fires")
                .isEqualTo(alerts);
        for (String alert : alerts) {
            assertThat(Files.readString(FOLDER.resolve("runbooks").resolve(alert + ".md")))
                    .startsWith("# " + alert + "\n")
                    .contains("\n## Meaning\n", "\n## Impact\n", "\n## Diagnosis\n", "\n## Mitigation\n");
        }
        assertThat(files("runbooks").stream().map(name -> name.replace(".md", "")))
                .containsExactlyInAnyOrderElementsOf(with(alerts, "README"));
        assertThat(found("runbook: monitoring/runbooks/(\\w+)\\.md", Files.readString(RULES)))
                .isEqualTo(alerts);
    }

    /** And no others: what the documents recommend is what is tested. */
    @Test
    void metricsMdRecommendsTheseAlerts() throws IOException {
        String text = Files.readString(Path.of("docs", "METRICS.md"));
        assertThat(found("(?m)^\\| \\[(\\w+)]\\(\\.\\./monitoring/runbooks/\\w+\\.md\\)", text))
                .isEqualTo(alerts());
        assertThat(text + Files.readString(Path.of("README.md"))).doesNotContain("```promql");
    }

    /** A name that is not there is silent. */
    @Test
    void everyMetricIsOneThatTheAgentHas() throws IOException {
        Set<String> documented =
                found("(?m)^\\| `((?:vip_agent|process)_[a-z_]+)[`{]", Files.readString(Path.of("docs", "METRICS.md")));
        Set<String> used = metrics(Files.readString(RULES) + dashboardExpressions());
        assertThat(used.stream().map(MonitoringTest::family)).isSubsetOf(documented);
        Set<String> recorded = RECORD.matcher(Files.readString(RULES))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        assertThat(USED_RECORD
                        .matcher(Files.readString(RULES) + dashboardExpressions())
                        .results()
                        .map(MatchResult::group))
                .isSubsetOf(recorded);
    }

    @Test
    @NeedsHost
    void theDashboardIsWhole(@TempDir Path directory) throws Exception {
        JsonNode dashboard = dashboard();
        assertThat(dashboard.get("uid").asText()).isEqualTo("vip-agent");
        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        Set<Integer> ids = new HashSet<>();
        boolean[][] taken = new boolean[24][200];
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            assertThat(panel.get("title").asText()).isNotBlank();
            assertThat(panel.get("datasource").get("uid").asText()).isEqualTo("${datasource}");
            JsonNode at = panel.get("gridPos");
            for (int x = at.get("x").asInt();
                    x < at.get("x").asInt() + at.get("w").asInt();
                    x++) {
                for (int y = at.get("y").asInt();
                        y < at.get("y").asInt() + at.get("h").asInt();
                        y++) {
                    assertThat(taken[x][y]).as("panels do not overlap").isFalse();
                    taken[x][y] = true;
                }
            }
        }
        Set<String> variables =
                Set.copyOf(dashboard.get("templating").get("list").findValuesAsText("name"));
        for (MatchResult used : Pattern.compile("\\$\\{?([a-z][a-z_]*)")
                .matcher(dashboard.toString())
                .results()
                .toList()) {
            assertThat(variables).as(used.group()).contains(used.group(1));
        }
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(panel.get("targets").findValuesAsText("refId"))
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
            assertThat(panel.get("gridPos").get("x").asInt()
                            + panel.get("gridPos").get("w").asInt())
                    .isLessThanOrEqualTo(24);
        }
        // promtool reads expressions in rules alone.
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        int number = 0;
        for (String expression : expressions(dashboard)) {
            rules.append("  - record: \"panel:%d\"\n    expr: %s\n"
                    .formatted(number++, new ObjectMapper().writeValueAsString(expression)));
        }
        Path file = Files.writeString(directory.resolve("dashboard.yaml"), rules);
        assertThat(promtool("check", "rules", file.toString())).contains("SUCCESS: " + number + " rules found");
    }

    /**
     * What Grafana's own types say, of the packages {@code @grafana/schema}, {@code @grafana/data} (units) and
     * {@code @grafana/prometheus}, 13.2.3: {@code tsc} takes the dashboard as their {@code Dashboard}. What it uses of
     * them is held here, so that a typing error is seen without them.
     */
    @Test
    void theDashboardHasTheFieldsOfGrafanasTypes() throws Exception {
        JsonNode dashboard = dashboard();
        assertThat(names(dashboard))
                .isSubsetOf(
                        "uid",
                        "title",
                        "description",
                        "tags",
                        "schemaVersion",
                        "version",
                        "editable",
                        "graphTooltip",
                        "timezone",
                        "refresh",
                        "time",
                        "templating",
                        "annotations",
                        "links",
                        "panels");
        for (JsonNode panel : dashboard.get("panels")) {
            String title = panel.get("title").asText();
            assertThat(names(panel))
                    .as(title)
                    .isSubsetOf(
                            "id",
                            "title",
                            "type",
                            "datasource",
                            "gridPos",
                            "targets",
                            "fieldConfig",
                            "options",
                            "description");
            assertThat(panel.get("type").asText()).as(title).isIn("stat", "timeseries", "state-timeline");
            assertThat(panel.get("datasource").get("type").asText()).as(title).isEqualTo("prometheus");
            assertThat(names(panel.get("gridPos"))).as(title).containsExactlyInAnyOrder("x", "y", "w", "h");
            assertThat(names(panel.get("fieldConfig"))).as(title).containsExactlyInAnyOrder("defaults", "overrides");
            JsonNode defaults = panel.get("fieldConfig").get("defaults");
            assertThat(names(defaults)).as(title).isSubsetOf("unit", "min", "max", "mappings", "thresholds", "custom");
            assertThat(defaults.findValuesAsText("unit")).as(title).isSubsetOf("percentunit", "s", "ops", "bytes");
            for (JsonNode mapping : defaults.path("mappings")) {
                assertThat(names(mapping)).as(title).containsExactlyInAnyOrder("type", "options");
                assertThat(mapping.get("type").asText()).as(title).isEqualTo("value");
                mapping.get("options")
                        .forEach(option -> assertThat(names(option)).as(title).isSubsetOf("text", "color", "index"));
            }
            if (defaults.has("thresholds")) {
                assertThat(defaults.get("thresholds").get("mode").asText()).isEqualTo("absolute");
                // The first step has no lower end.
                assertThat(defaults.get("thresholds")
                                .get("steps")
                                .get(0)
                                .get("value")
                                .isNull())
                        .as(title)
                        .isTrue();
            }
            for (JsonNode target : panel.get("targets")) {
                assertThat(names(target))
                        .as(title)
                        .isSubsetOf("datasource", "expr", "legendFormat", "refId", "range", "instant", "format");
            }
        }
        for (JsonNode annotation : dashboard.get("annotations").get("list")) {
            assertThat(names(annotation))
                    .isSubsetOf("name", "datasource", "enable", "iconColor", "target", "titleFormat", "textFormat");
            assertThat(names(annotation.get("target"))).containsExactlyInAnyOrder("expr", "refId");
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> expressions(JsonNode dashboard) {
        List<String> all = new ArrayList<>();
        dashboard
                .get("panels")
                .forEach(panel -> panel.get("targets")
                        .forEach(target -> all.add(target.get("expr").asText())));
        dashboard
                .get("annotations")
                .get("list")
                .forEach(each -> all.add(each.get("target").get("expr").asText()));
        return all.stream()
                .map(text -> text.replace("$__rate_interval", "5m").replace("$job", ".*"))
                .toList();
    }

    private static String dashboardExpressions() throws IOException {
        return String.join("\n", expressions(dashboard()));
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String family(String series) {
        return series.replaceFirst(
                "(vip_agent_(?:probe_duration|probe_phase_duration|vip_gap)_seconds)_(?:bucket|sum|count)$", "$1");
    }

    private static Set<String> alerts() throws IOException {
        return found("(?m)^ +- alert: (\\w+)$", Files.readString(RULES));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> with(Set<String> names, String more) {
        Set<String> all = new TreeSet<>(names);
        all.add(more);
        return all;
    }

    private static Set<String> files(String folder) {
        try (var all = Files.list(FOLDER.resolve(folder))) {
            return all.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
