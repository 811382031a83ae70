package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Which targets decide, and when a node holds on although its own apiserver is down. */
@TestInstance(Lifecycle.PER_CLASS)
class PolicyIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer mine = FakeApiServer.start(ca);

    @AutoClose
    private final FakeApiServer second = FakeApiServer.start(ca);

    @AutoClose
    private final FakeApiServer third = FakeApiServer.start(ca);

    @BeforeEach
    void heal() {
        mine.become(Behaviour.OK);
        second.become(Behaviour.OK);
        third.become(Behaviour.OK);
    }

    @Test
    void holdsOnWhileEveryApiServerIsDown(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca)
                .local(mine, "fall: 5")
                .target("cp2", "backend", second.url("/readyz"), "fall: 1")
                .target("cp3", "backend", third.url("/readyz"), "fall: 1")
                .trackFile();
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            agent.awaitTarget("cp2", "up");
            agent.awaitTarget("cp3", "up");
            second.become(Behaviour.ERROR_500);
            third.become(Behaviour.REFUSE);
            agent.awaitTarget("cp2", "down");
            agent.awaitTarget("cp3", "down");
            mine.become(Behaviour.ERROR_500);
            agent.awaitTarget("local", "down");

            Result held = agent.check("--source", "agent");
            assertThat(held.exitCode()).as(held.toString()).isZero();
            assertThat(held.out())
                    .startsWith("holds on, no other apiserver is known to be better: SERVER_ERROR local: ");
            assertThat(agent.status().getJsonObject("decision").getString("state"))
                    .isEqualTo("held");
            assertThat(agent.scrape().value("vip_agent_decision")).isEqualTo(1);
            assertThat(agent.scrape().value("vip_agent_decision_reason", "reason=SERVER_ERROR"))
                    .isEqualTo(1);
            assertThat(directory.resolve("track")).hasContent("1\n");
            assertThat(agent.awaitLogLines("decision held: ", 1).getFirst()).endsWith(", was granted");
            // Where no apiserver is better, haproxy takes none out and cuts no session.
            assertThat(agent.agentCheck("")).isEqualTo("up ready 1%\n");

            third.become(Behaviour.OK);
            agent.awaitReason("SERVER_ERROR");
            assertThat(agent.check("--source", "agent").exitCode()).isEqualTo(16);
            assertThat(agent.awaitLogLines("decision denied: ", 1).getFirst()).endsWith(", was held");
            assertThat(directory.resolve("track")).doesNotExist();
        }
    }

    @Test
    void theFrontendDecidesAloneWhereThePolicySaysSo(@TempDir Path directory) {
        mine.become(Behaviour.ERROR_500);
        AgentYaml yaml = AgentYaml.in(directory, ca)
                .local(mine)
                .target("haproxy", "frontend", second.url("/readyz"))
                .section("decision", "policy: frontend");
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            agent.awaitTarget("local", "down");
            assertThat(agent.check("--source", "agent").exitCode()).isZero();
            assertThat(agent.command("check", "--source", "probe", "--timeout", "30s")
                            .exitCode())
                    .isZero();
            assertThat(agent.http().get("/health").statusCode()).isEqualTo(503);

            mine.become(Behaviour.OK);
            second.become(Behaviour.UNAVAILABLE_503);
            agent.awaitReason("SERVER_ERROR");
            agent.awaitTarget("local", "up");
            assertThat(agent.ask("check")).startsWith("16 SERVER_ERROR haproxy: status 503");
            assertThat(agent.http().get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void bothMustBeUpWhereThePolicySaysSo(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca)
                .local(mine)
                .target("haproxy", "frontend", second.url("/readyz"))
                .section("decision", "policy: both");
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitGranted();
            mine.become(Behaviour.ERROR_500);
            agent.awaitReason("SERVER_ERROR");
            assertThat(agent.ask("check")).startsWith("16 SERVER_ERROR local: ");
            mine.become(Behaviour.OK);
            agent.awaitGranted();
            second.become(Behaviour.FORBIDDEN_403);
            agent.awaitReason("UNAUTHORIZED");
            assertThat(agent.ask("check")).startsWith("17 UNAUTHORIZED haproxy: ");
        }
    }
}
