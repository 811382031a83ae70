package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP: the configuration is read again, whole or not at all, and what is still true stays known. */
class ReloadIT {
    private static final String TAKEN = "the configuration was read again and is in force";
    private static final String REJECTED = "the configuration was not taken, the old one is in force: ";

    @TempDir
    private Path directory;

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer mine = FakeApiServer.start(ca);

    @AutoClose
    private final FakeApiServer second = FakeApiServer.start(ca);

    @Test
    void takesTargetsAndPolicyAndKeepsWhatItKnows() {
        AgentYaml yaml = yaml();
        try (AgentProcess agent = AgentProcess.start(yaml.trackFile())) {
            agent.awaitGranted();
            agent.awaitTarget("cp2", "up");
            int decisions = agent.logLines(" decision ").size();

            yaml.local(mine, "fall: 7").target("haproxy", "frontend", second.url("/readyz"));
            reload(agent, yaml);

            agent.awaitLogLines(TAKEN, 1);
            agent.awaitTarget("haproxy", "up");
            agent.awaitGranted();
            assertThat(agent.logLines("target local is "))
                    .as("it was up and is up")
                    .hasSize(1);
            assertThat(agent.scrape().value("vip_agent_target_up", "target=haproxy", "role=frontend"))
                    .isEqualTo(1);
            assertThat(agent.scrape().series())
                    .contains("vip_agent_config_info{node=cp1, policy=frontend}")
                    .doesNotContain("vip_agent_config_info{node=cp1, policy=local}");
            assertThat(agent.logLines(" decision ")).hasSizeGreaterThanOrEqualTo(decisions);

            mine.become(Behaviour.ERROR_500);
            agent.awaitTarget("local", "down");
            agent.awaitGranted();
        }
    }

    @Test
    void forgetsTargetsThatAreGone() {
        AgentYaml yaml = yaml();
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            reload(agent, yaml.without("cp2"));
            agent.awaitLogLines(TAKEN, 1);
            assertThat(agent.http().get("/health/cp2").statusCode()).isEqualTo(404);
            assertThat(agent.scrape().series()).noneMatch(series -> series.contains("target=cp2"));
            agent.awaitValue(1, "vip_agent_config_reloads_total", "result=applied");
        }
    }

    @Test
    void refusesWhatIsWrongWhole() throws IOException {
        AgentYaml yaml = yaml();
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            Files.writeString(
                    agent.config(),
                    Files.readString(agent.config())
                            .replace("role: \"backend\"", "role: \"friend\"")
                            .replace("fall: \"2\"", "fall: \"0\""));
            agent.hangUp();
            assertThat(agent.awaitLogLines(REJECTED, 1).getFirst())
                    .contains(" ERROR ")
                    .contains("vip-agent.targets.cp2.role: \"friend\" is not a role")
                    .contains("vip-agent.targets.local.fall: \"0\" is not a number from 1 to 100");
            assertThat(agent.target("cp2").getString("role")).isEqualTo("backend");

            yaml.target("cp2", "backend", second.url("/livez"), "ca-file: " + directory.resolve("nowhere.crt"));
            reload(agent, yaml);
            assertThat(agent.awaitLogLines(REJECTED, 2).getLast()).contains("vip-agent.targets.cp2: ", "nowhere.crt");
            assertThat(agent.target("cp2").getString("url")).endsWith("/readyz");
            agent.awaitValue(2, "vip_agent_config_reloads_total", "result=rejected");
        }
    }

    /** The time has to fit haproxy's, which may have been changed just before. */
    @Test
    void releasesHaproxyForAsLongAsWasReadLast() {
        AgentYaml yaml = yaml();
        try (AgentProcess agent = AgentProcess.start(yaml.section("agent-check", "release: 0s"))) {
            agent.awaitGranted();
            reload(agent, yaml.section("agent-check", "release: 250ms"));
            agent.awaitValue(1, "vip_agent_config_reloads_total", "result=applied");
            mine.become(Behaviour.ERROR_500);
            agent.awaitReason("SERVER_ERROR");
            assertThat(agent.agentCheck("")).startsWith("down # SERVER_ERROR ");
            agent.terminate();
            agent.awaitLogLines("releases haproxy for 250ms", 1);
        }
    }

    @Test
    void namesWhatNeedsARestart() {
        AgentYaml yaml = yaml();
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            reload(
                    agent,
                    yaml.without("cp2")
                            .section("http", "listen: " + yaml.address() + ":9999")
                            .section("keepalived", "track-file: " + directory.resolve("elsewhere")));
            assertThat(agent.awaitLogLines(REJECTED, 1).getFirst())
                    .endsWith("only a restart can change vip-agent.http.listen, vip-agent.keepalived.track-file");
            assertThat(agent.target("cp2").getString("role")).isEqualTo("backend");
        }
    }

    private AgentYaml yaml() {
        return AgentYaml.in(directory, ca).local(mine).target("cp2", "backend", second.url("/readyz"));
    }

    private static void reload(AgentProcess agent, AgentYaml yaml) {
        yaml.write("vip-agent.yaml");
        agent.hangUp();
    }
}
