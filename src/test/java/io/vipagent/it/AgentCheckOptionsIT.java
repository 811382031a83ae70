package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The agent-check where its keys are not the defaults. */
@TestInstance(Lifecycle.PER_CLASS)
class AgentCheckOptionsIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    /** haproxy's own check decides alone there: only an operator's word is passed on. */
    @Test
    void reportsMaintenanceAlone(@TempDir Path directory) {
        apiserver.become(Behaviour.ERROR_500);
        AgentYaml yaml = AgentYaml.in(directory, ca)
                .local(apiserver)
                .section("agent-check", "reports: maintenance", "drain-as: maint");
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            assertThat(agent.agentCheck("")).isEqualTo("up ready 100%\n");
            agent.awaitReason("SERVER_ERROR");
            assertThat(agent.agentCheck("")).isEqualTo("up ready 100%\n");
            agent.ask("drain");
            assertThat(agent.agentCheck("")).isEqualTo("maint\n");
            assertThat(agent.agentCheck("local\n")).isEqualTo("maint\n");
            agent.awaitValue(2, "vip_agent_agent_check_replies_total", "reply=maint");
        }
    }

    @Test
    void answersNobodyWhoIsNotAllowed(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver).section("agent-check", "allow: [192.0.2.0/24]");
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            assertThat(agent.agentCheck("")).isEmpty();
            agent.awaitValue(1, "vip_agent_agent_check_replies_total", "reply=refused");
        }
    }
}
