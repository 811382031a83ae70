package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import io.vipagent.lab.NeedsHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus scrapes. */
@TestInstance(Lifecycle.PER_CLASS)
class MetricsIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    MetricsIT(@TempDir Path directory) {
        agent = AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver));
    }

    @BeforeEach
    void isUp() {
        apiserver.become(Behaviour.OK);
        agent.awaitGranted();
        agent.awaitTarget("local", "up");
    }

    @Test
    void countsWhatHappens() {
        Scrape before = agent.scrape();
        apiserver.become(Behaviour.ERROR_500);
        agent.awaitReason("SERVER_ERROR");
        agent.ask("check");
        agent.agentCheck("");
        agent.awaitValue(
                before.value("vip_agent_agent_check_replies_total", "reply=down") + 1,
                "vip_agent_agent_check_replies_total",
                "reply=down");
        Scrape down = afterOneMoreDecision("denied", before);
        apiserver.become(Behaviour.OK);
        Scrape up = afterOneMoreDecision("granted", down);

        assertThat(down.value("vip_agent_decision")).isZero();
        assertThat(up.value("vip_agent_decision")).isEqualTo(1);
        assertThat(down.value("vip_agent_decision_reason", "reason=SERVER_ERROR"))
                .isEqualTo(1);
        assertThat(up.value("vip_agent_decision_reason", "reason=SERVER_ERROR")).isZero();
        assertThat(down.value("vip_agent_target_consecutive", "target=local", "outcome=failed"))
                .isGreaterThanOrEqualTo(2);
        assertThat(down.value("vip_agent_target_consecutive", "target=local", "outcome=passed"))
                .isZero();
        rose(before, down, "vip_agent_target_transitions_total", "target=local", "to=down");
        rose(down, up, "vip_agent_target_transitions_total", "target=local", "to=up");
        rose(before, down, "vip_agent_checks_total", "result=SERVER_ERROR");
        assertThat(up.value("vip_agent_target_last_transition_timestamp_seconds", "target=local"))
                .isGreaterThan(down.value("vip_agent_target_last_transition_timestamp_seconds", "target=local"));
        assertThat(up.value("vip_agent_heartbeat_timestamp_seconds"))
                .isGreaterThan(before.value("vip_agent_heartbeat_timestamp_seconds"));
        assertThat(up.value("vip_agent_build_info", build())).isEqualTo(1);
        assertThat(up.value("vip_agent_config_info", "node=cp1", "policy=local"))
                .isEqualTo(1);
    }

    /** A series that appears with its first event hides that event from rate(), one that vanishes breaks alerts. */
    @Test
    void noSeriesAppearsOrVanishesWhateverHappens() {
        SortedSet<String> before = agent.scrape().series();
        for (Behaviour behaviour : new Behaviour[] {Behaviour.REFUSE, Behaviour.EXPIRED_CERT, Behaviour.READYZ_500}) {
            apiserver.become(behaviour);
            agent.awaitTarget("local", "down");
            agent.ask("check");
            agent.agentCheck("");
            assertThat(agent.scrape().series()).isEqualTo(before);
            apiserver.become(Behaviour.OK);
            agent.awaitTarget("local", "up");
        }
        agent.ask("drain");
        agent.ask("check");
        agent.agentCheck("");
        agent.ask("resume");
        agent.agentCheck("nobody\n");
        assertThat(agent.scrape().series()).isEqualTo(before);
    }

    @Test
    void theStateSetOfTheDecisionHasEveryReason() {
        Scrape scrape = agent.scrape();
        for (Reason reason : Reason.values()) {
            assertThat(scrape.value("vip_agent_decision_reason", "reason=" + reason))
                    .isZero();
        }
    }

    @Test
    void knowsWhenTheCertificateExpires() {
        apiserver.become(Behaviour.EXPIRED_CERT);
        agent.awaitReason("CERT_EXPIRED");
        assertThat(agent.scrape().value("vip_agent_tls_certificate_not_after_timestamp_seconds", "target=local"))
                .isPositive()
                .isLessThan(System.currentTimeMillis() / 1e3);
    }

    @Test
    void tellsOfItsProcess() {
        Scrape scrape = agent.scrape();
        double now = System.currentTimeMillis() / 1e3;
        assertThat(scrape.value("process_start_time_seconds")).isBetween(now - 3600, now);
        assertThat(scrape.value("process_cpu_seconds_total")).isPositive();
        assertThat(scrape.value("process_resident_memory_bytes")).isBetween(5e6, 1e9);
        assertThat(scrape.value("process_virtual_memory_bytes"))
                .isGreaterThan(scrape.value("process_resident_memory_bytes"));
        assertThat(scrape.value("process_threads")).isGreaterThan(3);
        assertThat(scrape.value("process_open_fds")).isBetween(5.0, scrape.value("process_max_fds"));
    }

    @Test
    void tellsStatusAndTlsOfTheNewestAnswer() {
        Scrape scrape = agent.scrape();
        assertThat(scrape.value("vip_agent_probe_http_status_code", "target=local"))
                .isEqualTo(200);
        assertThat(scrape.series())
                .filteredOn(series -> series.startsWith("vip_agent_tls_info"))
                .singleElement()
                .asString()
                .matches("vip_agent_tls_info\\{cipher=TLS_[A-Z0-9_]+, target=local, version=TLSv1\\.[23]}");
        apiserver.become(Behaviour.ERROR_500);
        agent.awaitReason("SERVER_ERROR");
        agent.awaitValue(500, "vip_agent_probe_http_status_code", "target=local");
        apiserver.become(Behaviour.REFUSE);
        agent.awaitValue(0, "vip_agent_probe_http_status_code", "target=local");
    }

    /** Five histograms for each target were two thirds of all that a scrape brought. */
    @Test
    void thePhasesAreFewSeries() {
        long all = agent.scrape().series().size();
        long durations = agent.scrape().series().stream()
                .filter(series -> series.startsWith("vip_agent_probe_") && series.contains("duration"))
                .count();
        assertThat(durations).isLessThan(all / 5).isEqualTo(16 + 4 * 3);
    }

    @Test
    @NeedsHost
    void promtoolHasNothingToSay(@TempDir Path directory) throws IOException {
        String[][] accepts = {{}, {"Accept", "text/plain"}, {"Accept", "*/*"}};
        for (String[] accept : accepts) {
            Path scraped = Files.writeString(
                    directory.resolve("scraped"),
                    agent.http().get("/metrics", accept).body(),
                    StandardCharsets.UTF_8);
            ProcessBuilder promtool =
                    new ProcessBuilder("promtool", "check", "metrics").redirectInput(scraped.toFile());
            try (Running check = Running.start(promtool)) {
                assertThat(check.await()).isEqualTo(new Result(0, "", ""));
            }
        }
    }

    /** A change of the decision is counted last of all that it brings about. */
    private Scrape afterOneMoreDecision(String to, Scrape before) {
        String counter = "vip_agent_decision_changes_total";
        return await().atMost(Program.TIMEOUT)
                .pollInterval(Duration.ofMillis(50))
                .until(agent::scrape, now -> now.value(counter, "to=" + to) > before.value(counter, "to=" + to));
    }

    private String[] build() {
        String revision = agent.scrape().series().stream()
                .filter(series -> series.startsWith("vip_agent_build_info"))
                .map(series -> series.replaceAll(".*revision=([0-9a-f]{40}|unknown)[,}].*", "$1"))
                .findFirst()
                .orElseThrow();
        return new String[] {
            "runtime=" + Program.runtime(), "version=" + agent.status().getString("version"), "revision=" + revision
        };
    }

    private static void rose(Scrape before, Scrape after, String name, String... labels) {
        assertThat(after.value(name, labels)).as(name).isGreaterThan(before.value(name, labels));
    }
}
