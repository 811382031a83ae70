package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** docs/METRICS.md has a row for each metric that there is, and for no other. */
@TestInstance(Lifecycle.PER_CLASS)
class MetricsDocIT {
    private static final Pattern ROW = Pattern.compile("^\\| `((?:vip_agent|process)_[a-z_]+)[`{]");

    private static final Pattern FOREIGN = Pattern.compile("(?m)^\\| `(keepalived_[a-z_]+)` \\| (.*) \\|$");

    /** Those of mehdy/keepalived-exporter. */
    private static final List<String> KEEPALIVED_EXPORTER = List.of(
            "keepalived_up",
            "keepalived_vrrp_state",
            "keepalived_vrrp_excluded_state",
            "keepalived_exporter_check_script_status",
            "keepalived_exporter_build_info",
            "keepalived_become_master_total",
            "keepalived_release_master_total",
            "keepalived_script_status",
            "keepalived_script_state",
            "keepalived_gratuitous_arp_delay_total",
            "keepalived_advertisements_received_total",
            "keepalived_advertisements_sent_total",
            "keepalived_advertisements_interval_errors_total",
            "keepalived_packet_length_errors_total",
            "keepalived_ip_ttl_errors_total",
            "keepalived_invalid_type_received_total",
            "keepalived_address_list_errors_total",
            "keepalived_authentication_invalid_total",
            "keepalived_authentication_mismatch_total",
            "keepalived_authentication_failure_total",
            "keepalived_priority_zero_received_total",
            "keepalived_priority_zero_sent_total");

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    MetricsDocIT(@TempDir Path directory) {
        agent = AgentProcess.start(AgentYaml.in(directory, ca)
                .local(apiserver)
                .target("through", "vip", apiserver.url("/readyz"))
                .value("vip", "[127.0.0.1]")
                .value("peers", "[\"http://127.0.0.1:1\"]")
                .section("keepalived", "instances: [VI_1/51/lo/ipv4]", "advertisements: true")
                .trackFile());
        agent.awaitGranted();
        agent.ask("notify INSTANCE \"VI_1\" BACKUP 100");
    }

    @Test
    void theDocumentAndTheAgentHaveTheSameMetrics() throws IOException {
        assertThat(documented()).isEqualTo(agent.scrape().families());
    }

    /** Others' dashboards and alerts use these names: a new name for an old metric breaks them. */
    @Test
    void hasEveryFamily() {
        assertThat(agent.scrape().families())
                .contains(
                        "vip_agent_probe_duration_seconds",
                        "vip_agent_probes_total",
                        "vip_agent_target_up",
                        "vip_agent_target_consecutive",
                        "vip_agent_target_transitions_total",
                        "vip_agent_target_last_transition_timestamp_seconds",
                        "vip_agent_target_stale",
                        "vip_agent_tls_certificate_not_after_timestamp_seconds",
                        "vip_agent_tls_files_broken",
                        "vip_agent_track_file_failed",
                        "vip_agent_decision",
                        "vip_agent_decision_reason",
                        "vip_agent_decision_changes_total",
                        "vip_agent_maintenance",
                        "vip_agent_heartbeat_timestamp_seconds",
                        "vip_agent_checks_total",
                        "vip_agent_agent_check_replies_total",
                        "vip_agent_config_info",
                        "vip_agent_config_reloads_total",
                        "vip_agent_vip_present",
                        "vip_agent_vrrp_state",
                        "vip_agent_vrrp_transitions_total",
                        "vip_agent_vrrp_vip_consistent",
                        "vip_agent_vip_holders",
                        "vip_agent_peer_up",
                        "vip_agent_keepalived_up",
                        "vip_agent_http_refused_total",
                        "vip_agent_build_info")
                .allMatch(family -> family.startsWith("vip_agent_") || family.startsWith("process_"));
    }

    /** Whoever comes from keepalived-exporter finds each of its metrics, and what stands for it here is there. */
    @Test
    void whatStandsForTheMetricsOfKeepalivedExporterIsThere() throws IOException {
        List<MatchResult> rows = FOREIGN.matcher(Files.readString(Path.of("docs", "METRICS.md")))
                .results()
                .toList();
        assertThat(rows.stream().map(row -> row.group(1))).containsExactlyElementsOf(KEEPALIVED_EXPORTER);
        SortedSet<String> families = agent.scrape().families();
        for (MatchResult row : rows) {
            List<String> ours = Pattern.compile("vip_agent_[a-z_]+")
                    .matcher(row.group(2))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(families).as(row.group()).containsAll(ours);
            assertThat(!ours.isEmpty()
                            || row.group(2).contains("doctor")
                            || row.group(2).contains("none"))
                    .as(row.group())
                    .isTrue();
        }
    }

    private static SortedSet<String> documented() throws IOException {
        return Files.readAllLines(Path.of("docs", "METRICS.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::find)
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
