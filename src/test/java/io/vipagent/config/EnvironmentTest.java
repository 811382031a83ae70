package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.target.ProbeSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the environment is ours. */
class EnvironmentTest {
    private static final List<String> KEYS =
            SettingsTable.rows().stream().<String>map(Setting::key).toList();

    /** Those that end like {@code interval}: the longest that fits is meant. */
    private static final Set<String> INTERVALS =
            Set.of("targets.*.full-interval", "targets.*.fresh-interval", "targets.*.rest-interval");

    @TempDir
    private Path directory;

    /** What a pod gets of Services in its namespace whose names begin like ours; Kubernetes does not ask. */
    @ParameterizedTest
    @ValueSource(strings = {"VIP_AGENT", "VIP_AGENT_METRICS", "VIP_AGENT_HTTP", "VIP_AGENT_2"})
    void servicesOfKubernetesAreNoKeys(String service) throws Exception {
        Map<String, String> variables = new HashMap<>();
        variables.put(service + "_SERVICE_HOST", "10.96.0.20");
        variables.put(service + "_SERVICE_PORT", "9706");
        variables.put(service + "_SERVICE_PORT_HTTP", "9706");
        variables.put(service + "_PORT", "tcp://10.96.0.20:9706");
        variables.put(service + "_PORT_9706_TCP", "tcp://10.96.0.20:9706");
        variables.put(service + "_PORT_9706_TCP_PROTO", "tcp");
        variables.put(service + "_PORT_9706_TCP_PORT", "9706");
        variables.put(service + "_PORT_9706_TCP_ADDR", "10.96.0.20");
        variables.put(service + "_PORT_53_UDP_ADDR", "10.96.0.20");
        assertThat(Loading.load(directory, "", variables)).isEqualTo(Loading.load(directory, ""));
    }

    @Test
    void noKeyIsTakenForAServiceOfKubernetes() {
        assertThat(KEYS).allSatisfy(key -> {
            String variable = Environment.variable(key.replace("*", "cp2"));
            assertThat(Environment.ours(Map.of(variable, "x"))).containsKey(variable);
        });
    }

    @Test
    void whatOthersCallTheirsIsNotLookedAt() throws Exception {
        Map<String, String> variables = Map.of(
                "PATH", "/bin", "VIP_AGENTS", "7", "vip_agent_node", "cp1", "QUARKUS_HTTP_PORT", "80", "NODE", "x");
        assertThat(Loading.load(directory, "", variables)).isEqualTo(Loading.load(directory, ""));
    }

    @Test
    void theOptionForTheFileIsNoKey() throws Exception {
        assertThat(Loading.load(directory, "", Map.of("VIP_AGENT_CONFIG", "/elsewhere.yaml")))
                .isEqualTo(Loading.load(directory, ""));
    }

    @Test
    void aTargetMayLiveInTheEnvironmentAlone() throws Exception {
        Settings settings = Loading.load(
                directory,
                "",
                Map.of(
                        "VIP_AGENT_TARGETS_CP_2_ROLE", "backend",
                        "VIP_AGENT_TARGETS_CP_2_URL", "https://192.0.2.12:6443/readyz",
                        "VIP_AGENT_TARGETS_CP_2_SERVER_NAME", "cp2.example"));
        assertThat(settings.targets()).extracting("name").containsExactly("local", "cp-2");
        assertThat(settings.targets().getLast().tlsSettings().serverName()).isEqualTo("cp2.example");
    }

    /** Else a target's name could swallow the beginning of a key: TOKEN_FILE of CP2, or FILE of CP2_TOKEN. */
    @Test
    void everyVariableMeansOneKey() {
        assertThat(KEYS).allSatisfy(key -> {
            String end = Environment.variable(key).replaceFirst(".*\\*", "");
            assertThat(KEYS)
                    .filteredOn(other ->
                            other.contains("*") && Environment.variable(other).endsWith(end))
                    .filteredOn(other -> !INTERVALS.contains(other))
                    .hasSizeLessThanOrEqualTo(1);
        });
    }

    /** FULL_INTERVAL of cp2, and not INTERVAL of a target that is called cp2-full. */
    @Test
    void theLongestKeyIsMeantWhereMoreThanOneFits() throws Exception {
        Settings settings = Loading.load(
                directory,
                "",
                Map.of(
                        "VIP_AGENT_TARGETS_LOCAL_INTERVAL", "300ms",
                        "VIP_AGENT_TARGETS_LOCAL_FULL_INTERVAL", "600ms",
                        "VIP_AGENT_TARGETS_LOCAL_FRESH_INTERVAL", "900ms"));
        ProbeSchedule schedule = settings.targets().getFirst().schedule();
        assertThat(List.of(schedule.interval(), schedule.fullInterval(), schedule.freshInterval()))
                .extracting(Duration::toMillis)
                .containsExactly(300L, 600L, 900L);
    }

    /** A shorter list must not keep the end of the longer one. */
    @Test
    void aListReplacesAList() throws Exception {
        String file = """
                vip-agent:
                  agent-check:
                    allow: [10.0.0.0/8, 192.168.0.0/16, 172.16.0.0/12]
                """;
        Settings settings = Loading.load(directory, file, Map.of("VIP_AGENT_AGENT_CHECK_ALLOW", "192.0.2.0/24"));
        assertThat(settings.agentCheck().allow().networks())
                .extracting(Object::toString)
                .containsExactly("192.0.2.0/24");
    }
}
