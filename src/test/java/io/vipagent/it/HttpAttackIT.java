package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.lab.NeedsHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients, servers and files that mean ill, or are broken. All the while check, track file, agent-check and the control
 * socket answer right and in time, and everything is as before when they have gone.
 */
@TestInstance(Lifecycle.PER_CLASS)
@NeedsHost
class HttpAttackIT {
    /** What the shipped manifests give the agent. */
    private static final long MEMORY_LIMIT_KIB = 128 * 1024;

    private static final int MAX_LOG_LENGTH = 10_000;

    /** Unfinished requests are cut after five seconds by themselves: this is over long before. */
    private static final int MAX_REFUSED = 10;

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    /**
     * All servers take a quarter of a minute, and each of them has a test of its own: {@code ./dev attack} asks for
     * them.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HOSTILE_SERVERS")
    void isWithstood(Attack attack, @TempDir Path directory) {
        Siege.Outcome outcome = Siege.run(attack, ca, directory);
        assertThat(outcome.asked()).isPositive();
        assertThat(outcome.failed()).as(outcome.log()).isEmpty();
        assertThat(outcome.late()).as(outcome.log()).isEmpty();
        assertThat(outcome.recovered()).as(outcome.log()).isTrue();
        if (Program.runtime().equals("native")) {
            assertThat(outcome.peak().rssKib()).as("KiB at the peak").isLessThan(MEMORY_LIMIT_KIB);
        }
        assertThat(outcome.log()).hasSizeLessThan(MAX_LOG_LENGTH).doesNotContain("\tat ", "Exception");
        assertThat(outcome.exitCode()).isEqualTo(143);
    }

    @Test
    void theDoorIsGuarded(@TempDir Path directory) {
        try (AgentProcess agent = start(directory)) {
            assertThat(agent.logs()).doesNotContain("a defect");
        }
    }

    @Test
    void http2IsNotSpoken(@TempDir Path directory) {
        try (AgentProcess agent = start(directory)) {
            assertThat(firstBytes(agent, Attack.Requests.UPGRADE)).isEqualTo("HTTP/1.1 200");
            assertThat(firstBytes(agent, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                    .isIn("", "HTTP/1.1 400", "HTTP/2.0 400", "HTTP/2.0 501");
        }
    }

    @Test
    void whoeverTakesAllThatHeMayLeavesRoomForOthers(@TempDir Path directory) {
        try (AgentProcess agent = start(directory);
                Crowd crowd = new Crowd(agent.address(), AgentYaml.HTTP_PORT)) {
            for (int client = 1; client <= 20; client++) {
                crowd.join(100, "", Optional.of("127.99.0." + client));
                assertThat(agent.http().get("/health").statusCode()).isEqualTo(200);
            }
        }
    }

    /** The kubelet, kube-vip and haproxy of a node have the same address as whoever else is on it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "GET /health HTTP/1.1\r\nHost: a\r\nX: ", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"})
    void unfinishedRequestsOfAClientDoNotShutOutItsOthers(String unfinished, @TempDir Path directory) {
        try (AgentProcess agent = start(directory);
                Crowd crowd = new Crowd(agent.address(), AgentYaml.HTTP_PORT)) {
            for (int round = 0; round < 10; round++) {
                crowd.join(40, unfinished);
                // What has to go for the burst is closed one by one; a kubelet asks again as well.
                AtomicInteger refused = new AtomicInteger();
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> isAnswered(agent) || refused.incrementAndGet() == MAX_REFUSED);
                assertThat(refused.get()).isLessThan(MAX_REFUSED);
            }
        }
    }

    /** As the kubelet and kube-vip do, whose answer moves the VIP. */
    @Test
    void whoAsksAtTheNodesOwnAddressIsAnsweredWhateverComesFromElsewhere(@TempDir Path directory) throws IOException {
        try (AgentProcess agent = start(directory);
                Crowd crowd = new Crowd(agent.address(), AgentYaml.HTTP_PORT)) {
            InetAddress here = InetAddress.getByName(agent.address());
            for (int client = 1; client <= 20; client++) {
                crowd.join(
                        100, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2), Optional.of("127.99.0." + client));
                try (Socket own = new Socket(here, AgentYaml.HTTP_PORT, here, 0)) {
                    own.getOutputStream()
                            .write("GET /decision HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    assertThat(new String(own.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                            .startsWith("HTTP/1.1 200 ");
                }
            }
        }
    }

    private static boolean isAnswered(AgentProcess agent) {
        try {
            return RawClients.http(agent.address(), AgentYaml.HTTP_PORT, "/health")
                    .startsWith("HTTP/1.1 200 ");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void strangersAreNotAnswered(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver);
        yaml.section("http", "allow: [127.99.0.0/16]");
        try (AgentProcess agent = AgentProcess.start(yaml);
                Crowd crowd = new Crowd(agent.address(), AgentYaml.HTTP_PORT)) {
            crowd.join(10, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n", Optional.of("127.98.0.1"));
            crowd.join(1, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n", Optional.of("127.99.0.1"));
            await().untilAsserted(() -> assertThat(crowd.closed()).isEqualTo(crowd.size() - 1));
            agent.awaitLogLines("http: ", 1);
            assertThat(agent.logLines("http: ").getFirst()).endsWith("the last from 127.98.0.1");
        }
    }

    private AgentProcess start(Path directory) {
        AgentProcess agent =
                AgentProcess.start(AgentYaml.in(directory, ca).local(apiserver).trackFile());
        agent.awaitGranted();
        return agent;
    }

    private static String firstBytes(AgentProcess agent, String sent) {
        try (Socket client = RawClients.connect(agent.address(), AgentYaml.HTTP_PORT)) {
            client.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
