package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of the HTTP port that mean ill, or are broken. All the while check, track file, agent-check and the control
 * socket answer right and in time, and everything is as before when they have gone.
 */
@TestInstance(Lifecycle.PER_CLASS)
class HttpAttackIT {
    /** What the shipped manifests give the agent. */
    private static final long MEMORY_LIMIT_KIB = 128 * 1024;

    /** As keepalived, haproxy, peers and Prometheus together never have. */
    private static final int CROWD = 4000;

    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final String UPGRADE = "GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @FunctionalInterface
    private interface Attack {
        void on(AgentProcess agent, Crowd crowd) throws IOException;
    }

    @Test
    void upgradesToHttp2WhoseAnswersNobodyReads(@TempDir Path directory) {
        withstand(directory, List.of(), (agent, crowd) -> {
            for (int i = 0; i < 4; i++) {
                crowd.join(CROWD / 2, UPGRADE);
            }
        });
    }

    @Test
    void theDoorIsGuarded(@TempDir Path directory) {
        try (AgentProcess agent = start(directory, List.of())) {
            assertThat(agent.logs()).doesNotContain("a defect");
        }
    }

    @Test
    void http2IsNotSpoken(@TempDir Path directory) {
        try (AgentProcess agent = start(directory, List.of())) {
            assertThat(firstBytes(agent, UPGRADE)).isEqualTo("HTTP/1.1 200");
            assertThat(firstBytes(agent, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                    .isIn("", "HTTP/1.1 400", "HTTP/2.0 400", "HTTP/2.0 501");
        }
    }

    @Test
    void requestsThatAreNeverFinished(@TempDir Path directory) {
        String head = "GET /health HTTP/1.1\r\nHost: a\r\n" + ("X-Filler: " + "x".repeat(990) + "\r\n").repeat(18);
        withstand(directory, List.of(), (agent, crowd) -> crowd.join(5000, head));
    }

    @Test
    void headsThatGrowAByteAtATime(@TempDir Path directory) {
        withstand(directory, List.of(), (agent, crowd) -> {
            crowd.join(CROWD / 4, "GET /health HTTP/1.1\r\nHost: a\r\nX: ");
            await().pollInterval(Duration.ofMillis(500)).atMost(RECOVERY).until(() -> {
                crowd.send("x");
                return crowd.closed() == crowd.size();
            });
        });
    }

    @Test
    void idleConnectionsWhereDescriptorsAreFew(@TempDir Path directory) {
        // The JVM's own files are some 200.
        int limit = Program.runtime().equals("native") ? 64 : 300;
        withstand(directory, List.of("prlimit", "--nofile=" + limit + ":" + limit), (agent, crowd) -> {
            for (int client = 1; client <= 10; client++) {
                crowd.join(limit / 5, "", Optional.of("127.99.0." + client));
            }
            assertThat(agent.http().get("/health").statusCode()).isEqualTo(200);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> agent.process().isAlive());
        });
    }

    @Test
    void resetsInTheMidstOfARequest(@TempDir Path directory) {
        withstand(directory, List.of(), (agent, crowd) -> {
            for (int i = 0; i < 80; i++) {
                crowd.join(100, "POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx");
                crowd.reset();
            }
        });
    }

    @Test
    void pipelinesWhoseAnswersNobodyReads(@TempDir Path directory) {
        String pipeline = "GET /api/v1/status HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20_000);
        withstand(directory, List.of(), (agent, crowd) -> {
            crowd.join(40, pipeline);
            for (int i = 0; i < 200; i++) {
                crowd.send(pipeline);
            }
            assertThat(agent.http().get("/health").statusCode()).isEqualTo(200);
        });
    }

    @Test
    void whoeverTakesAllThatHeMayLeavesRoomForOthers(@TempDir Path directory) {
        try (AgentProcess agent = start(directory, List.of());
                Crowd crowd = new Crowd(agent.address(), AgentYaml.HTTP_PORT)) {
            for (int client = 1; client <= 20; client++) {
                crowd.join(100, "", Optional.of("127.99.0." + client));
                assertThat(agent.http().get("/health").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void requestsThatNobodyCanRead(@TempDir Path directory) {
        List<String> requests = List.of(
                "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /health/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /health?%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: a\r\nAccept: a/b;c=\"\r\nAccept-Encoding: ;;q\r\n\r\n",
                "POST /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(5000),
                "GET /" + "a".repeat(3000) + " HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nX: " + "a".repeat(9000) + "\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "\u0000".repeat(1000));
        withstand(directory, List.of(), (agent, crowd) -> {
            for (String request : requests) {
                for (int i = 0; i < 10; i++) {
                    crowd.join(20, request);
                    crowd.closed();
                    crowd.close();
                }
            }
        });
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

    private void withstand(Path directory, List<String> under, Attack attack) {
        try (AgentProcess agent = start(directory, under)) {
            int descriptors = descriptors(agent);
            long logged = agent.logs().length();
            try (Onlooker onlooker = Onlooker.of(agent, directory.resolve("track"))) {
                try (Crowd crowd = new Crowd(agent.address(), AgentYaml.HTTP_PORT)) {
                    attack.on(agent, crowd);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                await().atMost(RECOVERY)
                        .ignoreExceptions()
                        .until(() -> agent.http().get("/health").statusCode() == 200
                                && descriptors(agent) <= descriptors + 8);
                onlooker.assertKept();
            }
            if (Program.runtime().equals("native")) {
                assertThat(peakKib(agent)).as("KiB at the peak").isLessThan(MEMORY_LIMIT_KIB);
            }
            assertThat(agent.logs().length() - logged).as(agent::logs).isLessThan(10_000);
            assertThat(agent.logs()).doesNotContain("\tat ", "Exception");
            agent.terminate();
            assertThat(agent.awaitExit(Duration.ofSeconds(20))).isEqualTo(143);
        }
    }

    private AgentProcess start(Path directory, List<String> under) {
        AgentProcess agent = AgentProcess.startUnder(
                under, AgentYaml.in(directory, ca).local(apiserver).trackFile());
        agent.awaitGranted();
        await().until(() -> Files.exists(directory.resolve("track")));
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

    private static int descriptors(AgentProcess agent) {
        String[] open = Path.of("/proc", Long.toString(agent.process().pid()), "fd")
                .toFile()
                .list();
        return open == null ? 0 : open.length;
    }

    private static long peakKib(AgentProcess agent) {
        try {
            return Files.readAllLines(
                            Path.of("/proc", Long.toString(agent.process().pid()), "status"))
                    .stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
