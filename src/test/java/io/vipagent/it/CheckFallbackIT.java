package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Where the agent gives no fresh answer, check looks for itself, or says so, as it was told. */
@TestInstance(Lifecycle.PER_CLASS)
class CheckFallbackIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    /** Of an agent that was never started. */
    @AutoClose
    private final AgentOutputs nobody;

    /** It needs a hundred passes, so that it is still starting when the last test ends. */
    @AutoClose
    private final AgentProcess starting;

    CheckFallbackIT(@TempDir Path directory, @TempDir Path empty) {
        nobody = new AgentOutputs(AgentYaml.in(empty, ca).local(apiserver));
        starting = AgentProcess.start(
                AgentYaml.in(directory, ca).local(apiserver, "interval: 30s", "rise: 100", "fall: 100"));
    }

    @AfterEach
    void healApiServer() {
        apiserver.become(Behaviour.OK);
    }

    @Test
    void withoutAnAgentItProbes() {
        Result healthy = nobody.command("check", "--timeout", "30s");
        assertThat(healthy.exitCode()).as(healthy.toString()).isZero();
        assertThat(healthy.out()).matches("up \\(probed by check itself: AGENT_UNREACHABLE .+\\)\n");
        assertThat(healthy.err()).isEmpty();

        apiserver.become(Behaviour.ERROR_500);
        Result broken = nobody.command("check", "--timeout", "30s");
        assertThat(broken.exitCode()).as(broken.toString()).isEqualTo(Reason.SERVER_ERROR.exitCode());
        assertThat(broken.err()).matches("SERVER_ERROR local: .+ \\(probed by check itself: AGENT_UNREACHABLE .+\\)\n");
    }

    @Test
    void withoutAnAgentThatMustAnswerItIsUnreachable() {
        Result result = nobody.command("check", "--source", "agent");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(Reason.AGENT_UNREACHABLE.exitCode());
        assertThat(result.err()).matches("AGENT_UNREACHABLE no agent answers on .+\n");
    }

    @Test
    void withAFrozenAgentItProbes() {
        frozen(() -> {
            Result healthy = starting.command("check", "--timeout", "30s");
            assertThat(healthy.exitCode()).as(healthy.toString()).isZero();
            assertThat(healthy.out()).contains("(probed by check itself: STALE the agent on ");

            // It listens to the agent until its time is over, since its own probe found nothing good.
            apiserver.become(Behaviour.EXPIRED_CERT);
            Result broken = starting.command("check", "--timeout", "8s");
            assertThat(broken.exitCode()).as(broken.toString()).isEqualTo(Reason.CERT_EXPIRED.exitCode());
        });
    }

    @Test
    void withAFrozenAgentThatMustAnswerItIsStale() {
        frozen(() -> {
            Result result = starting.command("check", "--source", "agent");
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(Reason.STALE.exitCode());
            assertThat(result.err()).matches("STALE the agent on .+ does not answer in time\n");
        });
    }

    @Test
    void whileTheAgentIsStartingItProbes() {
        Result agentOnly = starting.check("--source", "agent");
        assertThat(agentOnly.exitCode()).as(agentOnly.toString()).isEqualTo(Reason.STARTING.exitCode());
        assertThat(agentOnly.err()).startsWith("STARTING local: ");

        Result healthy = starting.check("--timeout", "30s");
        assertThat(healthy.exitCode()).as(healthy.toString()).isZero();
        assertThat(healthy.out()).contains("(probed by check itself: STARTING local: ");
    }

    /** The targets have a minute each; what check was given counts. */
    @Test
    void endsByItsOwnTimeoutWhateverHangs(@TempDir Path directory) {
        apiserver.become(Behaviour.SILENT_AFTER_TLS);
        Path patient = AgentYaml.in(directory, ca)
                .local(apiserver, "timeout: 1m", "interval: 1m")
                .write("patient.yaml");
        frozen(() -> {
            try (Running check =
                    Program.start("check", "--socket", starting.socket().toString(), "--config", patient.toString())) {
                Result result = check.await(Duration.ofSeconds(30));
                assertThat(result.exitCode()).as(result.toString()).isIn(timeoutCodes());
                assertThat(result.err()).containsOnlyOnce("\n");
            }
        });
    }

    /** On a busy machine the time may be over before the request is sent, or while the probe ends. */
    private static Object[] timeoutCodes() {
        return new Object[] {
            Reason.RESPONSE_TIMEOUT.exitCode(), Reason.TLS_FAILED.exitCode(), Reason.AGENT_ERROR.exitCode()
        };
    }

    private void frozen(Runnable test) {
        starting.freeze();
        try {
            test.run();
        } finally {
            starting.thaw();
        }
    }
}
