package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand targets that hang at the same time, as behind a network that is gone, do not bring the agent down. */
@Timeout(180)
class ManyTargetsIT {
    private static final int TARGETS = 1000;
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @Test
    void mayAllHangAtOnce(@TempDir Path directory) {
        TestCa ca = TestCa.ec("kubernetes");
        AgentYaml yaml = AgentYaml.in(directory, ca);
        try (FakeApiServer server = FakeApiServer.start(ca)) {
            server.become(Behaviour.SILENT_AFTER_TLS);
            yaml.local(server, "interval: 5s", "timeout: 60s");
            for (int i = 1; i < TARGETS; i++) {
                yaml.target("backend" + i, "backend", server.url("/readyz"), "interval: 5s", "timeout: 60s");
            }
            try (AgentProcess agent = AgentProcess.start(yaml)) {
                server.awaitOpenConnections(TARGETS, TIMEOUT);
                assertThat(agent.http().get("/metrics").body()).contains("target=\"backend" + (TARGETS - 1) + "\"");
                assertThat(agent.check("--source", "agent").exitCode()).isEqualTo(23);
                server.become(Behaviour.OK);
                agent.awaitGranted();
                assertThat(agent.logs()).doesNotContain("OutOfMemory");
            }
        }
    }
}
