package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import io.vipagent.lab.NeedsHost;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent without file descriptors does not blame the apiserver, and gets well by itself. */
@NeedsHost
class DescriptorsIT {
    @Test
    void aLackOfDescriptorsIsTheAgentsOwnFault(@TempDir Path directory) {
        TestCa ca = TestCa.ec("kubernetes");
        AgentYaml yaml = AgentYaml.in(directory, ca);
        try (FakeApiServer apiserver = FakeApiServer.start(ca);
                AgentProcess agent = AgentProcess.start(
                        yaml.local(apiserver, "interval: 200ms").trackFile())) {
            agent.awaitGranted();
            limitDescriptors(agent, "1");
            // What is connected stays so: only the next connection needs a descriptor.
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                apiserver.endIdleConnections();
                return agent.logs().contains("target local is down");
            });
            assertThat(agent.awaitLogLines("target local is down", 1).getFirst())
                    .contains("is down (AGENT_ERROR local: ");
            assertThat(directory.resolve("track"))
                    .as("its own fault is no news of the apiserver")
                    .hasContent("1\n");
            // It cannot accept connections either: check does not wait for it.
            Result probed = agent.command("check", "--timeout", "30s");
            assertThat(probed.exitCode()).as(probed.toString()).isZero();

            limitDescriptors(agent, "1024");
            agent.awaitGranted();
            Result recovered = agent.check("--source", "agent");
            assertThat(recovered.exitCode()).as(recovered.toString()).isZero();
        }
    }

    /** Descriptors that are open stay open. */
    private static void limitDescriptors(AgentProcess agent, String limit) {
        try (Running prlimit = Running.start(new ProcessBuilder(
                "prlimit", "--pid", Long.toString(agent.process().pid()), "--nofile=" + limit + ":"))) {
            assertThat(prlimit.await().exitCode()).as("prlimit, of util-linux").isZero();
        }
    }
}
