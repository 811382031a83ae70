package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The bearer token goes to the apiserver and nowhere else. */
@TestInstance(Lifecycle.PER_CLASS)
class SecretsIT {
    private static final String TOKEN = "s3cr3t-b34r3r";
    private static final String WRONG_TOKEN = "s3cr3t-but-wrong";
    private static final String NO_TOKEN = "s3cr3t but no token\n";

    private final TestCa ca = TestCa.ec("kubernetes");
    private final Path tokenFile;

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca).token(TOKEN);

    @AutoClose
    private final AgentProcess agent;

    SecretsIT(@TempDir Path directory) throws IOException {
        tokenFile = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        apiserver.become(Behaviour.REQUIRE_TOKEN);
        agent = AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver, "token-file: " + tokenFile));
    }

    /** A good token, one that is refused, and a file that holds none: they meet different code. */
    @Test
    void noOutputHasTheToken() throws IOException {
        agent.awaitGranted();
        assertThat(apiserver.lastRequest()).contains("Authorization: Bearer " + TOKEN);
        nowhere();
        Files.writeString(tokenFile, WRONG_TOKEN);
        agent.awaitReason("UNAUTHORIZED");
        nowhere();
        Files.writeString(tokenFile, NO_TOKEN);
        await().atMost(Program.TIMEOUT)
                .untilAsserted(() -> assertThat(agent.logLines("keeping the last good TLS files"))
                        .hasSize(1));
        nowhere();
    }

    private void nowhere() throws IOException {
        assertThat(agent.logs()).doesNotContain("s3cr3t");
        assertThat(agent.ask("status json")).doesNotContain("s3cr3t");
        assertThat(agent.ask("status table")).doesNotContain("s3cr3t");
        assertThat(agent.scrape().text()).doesNotContain("s3cr3t");
        assertThat(agent.agentCheck("")).doesNotContain("s3cr3t");
        assertThat(Program.run("config", "--config", agent.config().toString()).out())
                .contains(tokenFile.toString())
                .doesNotContain("s3cr3t");
        assertThat(agent.command("check", "--source", "probe").toString()).doesNotContain("s3cr3t");
        Path process = Path.of("/proc", Long.toString(agent.process().pid()));
        assertThat(Files.readString(process.resolve("cmdline"))).doesNotContain("s3cr3t");
        assertThat(Files.readString(process.resolve("environ"))).doesNotContain("s3cr3t");
    }
}
