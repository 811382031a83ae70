package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** keepalived runs check often, lets copies overlap, gives it no terminal and ends it by SIGTERM. */
@TestInstance(Lifecycle.PER_CLASS)
class CheckMannersIT {
    private static final int COPIES = 8;

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    CheckMannersIT(@TempDir Path directory) {
        agent = AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver, "timeout: 20s"));
        agent.awaitGranted();
    }

    @AfterEach
    void healApiServer() {
        apiserver.become(Behaviour.OK);
        agent.awaitGranted();
    }

    /** Some of them ask the agent, some probe. */
    @Test
    void copiesThatOverlapAreAllRight() {
        List<Running> copies = new ArrayList<>();
        try {
            for (int i = 0; i < COPIES; i++) {
                String source = i % 2 == 0 ? "agent-then-probe" : "probe";
                copies.add(Program.start(agent.arguments("check", "--source", source, "--timeout", "50s")));
            }
            assertThat(copies).extracting(copy -> copy.await().exitCode()).containsOnly(0);
        } finally {
            copies.forEach(Running::close);
        }
    }

    @Test
    void diesAtOnceOnSigtermAndNeverWithZero() {
        apiserver.become(Behaviour.SILENT_AFTER_TLS);
        try (Running check = Program.start(agent.arguments("check", "--source", "probe", "--timeout", "5m"))) {
            // The agent hangs on one connection, the check on the other.
            apiserver.awaitOpenConnections(2, Duration.ofSeconds(60));
            check.terminate();
            // Its probe would go on for 20 s.
            Result result = check.await(Duration.ofSeconds(10));
            assertThat(result.exitCode()).isEqualTo(143);
        }
    }

    /** A shell is the only one that can start a process without stdin, stdout and stderr. */
    @Test
    void needsNoStdinNoStdoutAndNoStderr() throws Exception {
        assertThat(withoutStreams()).isZero();
        apiserver.become(Behaviour.ERROR_500);
        agent.awaitReason("SERVER_ERROR");
        assertThat(withoutStreams()).isEqualTo(Reason.SERVER_ERROR.exitCode());
    }

    @Test
    void refusesAnUnknownOptionWithOneMessage() {
        Result result = agent.command("check", "--nope");
        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("vip-agent: ")
                .contains("--nope")
                .endsWith("Try 'vip-agent check --help'.\n")
                .doesNotContain("\tat ");
        assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void namesEveryProblemOfABadConfiguration(@TempDir Path directory) {
        Path config = AgentYaml.in(directory, ca)
                .local(apiserver, "fall: 0", "intervall: 1s")
                .section("decision", "policy: quorum")
                .write("bad.yaml");
        Result result = Program.run(
                Map.of("VIP_AGENT_HTTP_LISTEN", "everywhere"),
                "check",
                "--source=probe",
                "--timeout=50s",
                "--socket",
                directory.resolve("none.sock").toString(),
                "--config",
                config.toString());
        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains(
                        "vip-agent.targets.local.intervall: unknown key; the nearest is vip-agent.targets.local.interval (line ",
                        "vip-agent.targets.local.fall: \"0\" is not ",
                        "vip-agent.decision.policy: \"quorum\" is not ",
                        "vip-agent.http.listen: \"everywhere\" is not ");
        assertThat(result.err().lines()).as(result.err()).hasSize(5);
    }

    @Test
    void namesACaFileThatIsMissing(@TempDir Path directory) {
        Path missing = directory.resolve("missing.crt");
        Result result = agent.command(
                "check",
                "--source=probe",
                "--timeout=50s",
                "--url",
                apiserver.url("/readyz"),
                "--ca-file",
                missing.toString());
        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.err()).contains(missing + ": no such file\n").doesNotContain("\tat ");
        assertThat(result.err().lines()).hasSize(2);
    }

    private int withoutStreams() throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"),
                        Program.builder(agent.arguments("check", "--timeout", "30s")).command().stream())
                .toList();
        try (Running check = Running.start(Program.builder().command(command))) {
            return check.await().exitCode();
        }
    }
}
