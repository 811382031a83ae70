package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.linux.NotifySocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears of an agent that it has started with {@code Type=notify}. */
class SystemdIT {
    private final TestCa ca = TestCa.ec("kubernetes");
    private final List<String> heard = new ArrayList<>();

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @Test
    void isToldWhenTheAgentIsReadyThatItLivesAndThatItEnds(@TempDir Path directory) {
        Path name = directory.resolve("notify");
        try (NotifySocket systemd = new NotifySocket(name.toString());
                AgentProcess agent = AgentProcess.start(
                        AgentYaml.in(directory, ca).local(apiserver),
                        Map.of("NOTIFY_SOCKET", name.toString(), "WATCHDOG_USEC", "10000000"))) {
            awaitWord(systemd, "READY=1");
            awaitWord(systemd, "WATCHDOG=1");
            awaitWord(systemd, "STATUS=granted: may hold the VIP");
            apiserver.become(Behaviour.ERROR_500);
            awaitWord(systemd, "STATUS=denied: SERVER_ERROR local: status 500");

            heard.clear();
            agent.hangUp();
            awaitWord(systemd, "RELOADING=1\nMONOTONIC_USEC=");
            awaitWord(systemd, "READY=1");

            agent.terminate();
            awaitWord(systemd, "STOPPING=1");
            agent.awaitExit(Program.TIMEOUT);
        }
    }

    private void awaitWord(NotifySocket systemd, String word) {
        await().atMost(Program.TIMEOUT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            for (Optional<String> next = systemd.next(); next.isPresent(); next = systemd.next()) {
                heard.add(next.get());
            }
            assertThat(heard).anyMatch(message -> message.startsWith(word));
        });
    }
}
