package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keepalived's track script exits with the reason's code and says why in one line, whoever found it out. */
@TestInstance(Lifecycle.PER_CLASS)
class CheckReasonsIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    /** A JVM that probes for the first time takes its time, on a busy machine all the more. */
    private final Path patient;

    CheckReasonsIT(@TempDir Path directory, @TempDir Path other) {
        agent = AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver, "fall: 1", "timeout: 3s"));
        patient = AgentYaml.in(other, ca).local(apiserver, "timeout: 25s").write("patient.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, CONNECT_REFUSED",
        "PLAIN_TEXT, TLS_FAILED",
        "FOREIGN_CERT, TLS_UNTRUSTED",
        "EXPIRED_CERT, CERT_EXPIRED",
        "READYZ_500, SERVER_ERROR",
        "FORBIDDEN_403, UNAUTHORIZED",
        "WRONG_BODY, UNEXPECTED_RESPONSE",
        "RESET_BEFORE_TLS, NETWORK"
    })
    void exitsWithTheReasonThatTheAgentOrTheProbeFound(Behaviour behaviour, Reason reason) {
        apiserver.become(behaviour);
        agent.awaitReason(reason.name());
        try (Running probing = Program.start(probe("30s"))) {
            isUnhealthy(agent.check("--source", "agent"), reason);
            isUnhealthy(probing.await(), reason);
        }
    }

    /** Where even the handshake takes longer than check waits, it says so instead: then it gets more time. */
    @Test
    void exitsWithResponseTimeoutWhereTheApiServerIsSilent() {
        apiserver.become(Behaviour.SILENT_AFTER_TLS);
        agent.awaitReason("RESPONSE_TIMEOUT");
        isUnhealthy(agent.check("--source", "agent"), Reason.RESPONSE_TIMEOUT);
        Result result = Stream.of("2s", "5s", "25s")
                .map(timeout -> Program.run(probe(timeout)))
                .filter(ended -> ended.exitCode() != Reason.TLS_FAILED.exitCode())
                .findFirst()
                .orElseThrow();
        isUnhealthy(result, Reason.RESPONSE_TIMEOUT);
    }

    @Test
    void exitsWithConnectTimeoutWhereNobodyAnswersTheConnection(@TempDir Path directory) throws Exception {
        try (BlackHole hole = new BlackHole()) {
            Path config = AgentYaml.in(directory, ca)
                    .target("local", "local", hole.url("/readyz"), "timeout: 300ms")
                    .write("hole.yaml");
            isUnhealthy(
                    Program.run(
                            "check",
                            "--source=probe",
                            "--timeout=30s",
                            "--socket",
                            directory.resolve("none.sock").toString(),
                            "--config",
                            config.toString()),
                    Reason.CONNECT_TIMEOUT);
        }
    }

    @Test
    void exitsWithZeroAndOneLineOnStdoutWhereAllIsWell() {
        apiserver.become(Behaviour.OK);
        agent.awaitGranted();
        assertThat(agent.check("--source", "agent")).isEqualTo(new Result(0, "may hold the VIP\n", ""));
        assertThat(Program.run(probe("30s"))).isEqualTo(new Result(0, "up\n", ""));
    }

    private String[] probe(String timeout) {
        String socket = agent.socket().toString();
        return new String[] {
            "check", "--source=probe", "--socket", socket, "--config", patient.toString(), "--timeout", timeout
        };
    }

    private static void isUnhealthy(Result result, Reason reason) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(reason.exitCode());
        assertThat(result.err()).matches(reason + " local: .+\n");
        assertThat(result.out()).isEmpty();
    }
}
