package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.ConfigLoader;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check finds out where no agent answers: silence counts only where another apiserver answers. */
class SelfProbeTest {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer own = FakeApiServer.start(ca);

    @AutoClose
    private final FakeApiServer other = FakeApiServer.start(ca);

    @TempDir
    private Path directory;

    @Test
    void silenceIsAFailureWhereAnotherAnswers() throws Exception {
        own.become(Behaviour.SILENT_AFTER_TLS);
        assertThat(check().exitCode()).isEqualTo(Reason.RESPONSE_TIMEOUT.exitCode());
    }

    @Test
    void silenceOfAllIsNone() throws Exception {
        own.become(Behaviour.SILENT_AFTER_TLS);
        other.become(Behaviour.SILENT_AFTER_TLS);
        Reply reply = check();
        assertThat(reply.exitCode()).isZero();
        assertThat(reply.text()).startsWith("no other apiserver answers either: RESPONSE_TIMEOUT local: ");
    }

    @Test
    void aWrongAnswerIsAFailureWhateverOthersSay() throws Exception {
        own.become(Behaviour.ERROR_500);
        other.become(Behaviour.SILENT_AFTER_TLS);
        assertThat(check().exitCode()).isEqualTo(Reason.SERVER_ERROR.exitCode());
    }

    /** As the agent decides where it is there: there is no better place for the VIP. */
    @Test
    void theOnlyNodeHoldsOnWhateverItsApiserverDoes() throws Exception {
        own.become(Behaviour.ERROR_500);
        Reply reply = check("  decision: {single-node: true}\n", "");
        assertThat(reply.exitCode()).isZero();
        assertThat(reply.text()).startsWith("holds on, this is the only node: SERVER_ERROR local: status 500");
        assertThat(check("", "").exitCode()).isEqualTo(Reason.SERVER_ERROR.exitCode());
    }

    @Test
    void anAnswerIsEnough() throws Exception {
        other.become(Behaviour.SILENT_AFTER_TLS);
        assertThat(check()).isEqualTo(new Reply(0, "up"));
    }

    private Reply check() throws Exception {
        return check("", """
                    cp2: {role: backend, url: "%2$s/readyz", ca-file: "%3$s/ca.crt", timeout: 3s}
                """);
    }

    private Reply check(String decision, String backend) throws Exception {
        ca.writeCertificateTo(directory);
        Path file = Files.writeString(
                directory.resolve("vip-agent.yaml"),
                ("vip-agent:\n" + decision + """
                  targets:
                    local: {url: "%1$s/readyz", ca-file: "%3$s/ca.crt", timeout: 3s}
                """ + backend).formatted(own.url(""), other.url(""), directory));
        Check.CheckTargets asked = Check.CheckTargets.of(ConfigLoader.load(file, Map.of()));
        SelfProbe probe = new SelfProbe();
        probe.prepare(asked.deciding());
        return asked.answer(probe.probe(
                asked.deciding(), asked.backends(), Deadline.in(new SystemTicker(), Duration.ofSeconds(6))));
    }
}
