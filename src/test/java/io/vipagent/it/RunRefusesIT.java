package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work is said before anything starts, all of it at once. */
@TestInstance(Lifecycle.PER_CLASS)
class RunRefusesIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    private long connectionsBefore;

    @BeforeEach
    void count() {
        connectionsBefore = apiserver.connections();
    }

    @Test
    void aConfigurationThatIsWrong(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca)
                .local(apiserver, "rise: many", "server-name: a b")
                .trackFile()
                .section("http", "listen: nowhere");
        Result result = run(yaml);
        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.err())
                .contains(
                        "vip-agent.targets.local.rise: \"many\" is not ",
                        "vip-agent.targets.local.server-name: \"a b\" is not ",
                        "vip-agent.http.listen: \"nowhere\" is not ");
        nothingStarted(yaml);
    }

    @Test
    void aConfigurationThatIsMissing(@TempDir Path directory) {
        Path missing = directory.resolve("missing.yaml");
        Result result = Program.run("run", "--config", missing.toString());
        assertThat(result).isEqualTo(new Result(78, "", "vip-agent: " + missing + ":\n  no such file\n"));
    }

    @Test
    void portsInUseAndAMissingCaFile(@TempDir Path directory) throws IOException {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver).trackFile();
        Files.delete(yaml.caFile());
        try (ServerSocket http = listen(yaml.address(), AgentYaml.HTTP_PORT);
                ServerSocket agentCheck = listen(yaml.address(), AgentYaml.AGENT_CHECK_PORT)) {
            Result result = run(yaml);
            assertThat(result.exitCode()).isEqualTo(78);
            assertThat(result.err())
                    .contains(
                            "vip-agent.http.listen: cannot listen on " + yaml.address() + ":" + http.getLocalPort(),
                            "vip-agent.agent-check.listen: cannot listen on " + yaml.address() + ":"
                                    + agentCheck.getLocalPort(),
                            "vip-agent.targets.local: " + yaml.caFile() + ": no such file");
            nothingStarted(yaml);
        }
    }

    @Test
    void aSocketThatAnotherAgentServes(@TempDir Path directory) {
        AgentYaml first = AgentYaml.in(directory, ca).local(apiserver);
        try (AgentProcess agent = AgentProcess.start(first)) {
            AgentYaml second = AgentYaml.in(directory, ca).local(apiserver);
            Path config = second.write("second.yaml");
            Result result = Program.run("run", "--config", config.toString());
            assertThat(result.exitCode()).isEqualTo(78);
            assertThat(result.err())
                    .contains("vip-agent.control.socket: another agent answers on " + first.socket() + "\n");

            agent.awaitGranted();
        }
    }

    private static Result run(AgentYaml yaml) {
        return Program.run("run", "--config", yaml.write("vip-agent.yaml").toString());
    }

    private void nothingStarted(AgentYaml yaml) {
        assertThat(yaml.socket()).doesNotExist();
        assertThat(yaml.directory().resolve("track")).doesNotExist();
        assertThat(apiserver.connections()).isEqualTo(connectionsBefore);
    }

    private static ServerSocket listen(String address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(address, port));
        return socket;
    }
}
