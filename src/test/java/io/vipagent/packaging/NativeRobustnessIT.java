package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.packaging.Command.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Surroundings that something is wrong with: the agent runs in them and answers. See also {@link EmptyRootIT}. */
class NativeRobustnessIT {
    /** What the JVM needs for itself is four times as much. */
    private static final long MEMORY = (Command.NATIVE ? 64L : 256L) << 20;

    private static final int SCRAPES = 200;

    @TempDir
    private Path directory;

    private final String loopback = "127." + ThreadLocalRandom.current().nextInt(1, 255) + ".78.1";
    private final TestCa ca = TestCa.ec("kubernetes");
    private final FakeApiServer server = FakeApiServer.start(ca);

    @BeforeEach
    void configure() throws IOException {
        ca.writeCertificateTo(directory);
        Files.writeString(directory.resolve("vip-agent.yaml"), """
                vip-agent:
                  targets:
                    local: {url: "%s", ca-file: %s/ca.crt, interval: 100ms, timeout: 10s, rise: 1, fall: 2}
                  control: {socket: %s}
                  agent-check: {listen: "%s:9707", release: 0s}
                  http: {listen: "%s:9706"}
                """.formatted(
                        server.url("/readyz"), directory, socket(), loopback, loopback));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void noDirectoryForTemporaryFiles() {
        String[] nowhere = {"-Djava.io.tmpdir=/nonexistent/tmp", "-Duser.home=/nonexistent"};
        serves(Command.program(nowhere), () -> {});
        assertThat(Command.program(nowhere).run(check())).returns(0, Result::exitCode);
    }

    @Test
    void closedStandardStreams() {
        Command closed = Command.program().after("/bin/sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh");
        assertThat(closed.run(check())).isEqualTo(new Result(0, ""));
        serves(closed, () -> {
            // What is logged must not go to whoever was given the number of a closed stream.
            for (int i = 0; i < 20; i++) {
                assertThat(get("/health")).isEqualTo("200 up\n");
            }
        });
    }

    @Test
    void littleMemoryAndHalfACpu(TestReporter reporter) {
        Optional<ControlGroup> group =
                ControlGroup.make("vip-agent-it-" + ProcessHandle.current().pid(), MEMORY);
        String enter = group.map(ControlGroup::enter).orElse("ulimit -d " + (4 * MEMORY >> 10));
        if (group.isEmpty()) {
            reporter.publishEntry("no control groups here", "limited by " + enter + " instead");
        }
        try {
            serves(Command.program().after("/bin/sh", "-c", enter + " && exec \"$@\"", "sh"), () -> {
                for (int i = 0; i < SCRAPES; i++) {
                    assertThat(get("/metrics")).startsWith("200 ").contains("vip_agent_decision 1");
                }
            });
        } finally {
            group.ifPresent(ControlGroup::remove);
        }
    }

    /** Runs the agent so, looks at it while it may hold the VIP, and ends it. */
    private void serves(Command program, Runnable look) {
        try {
            Path log = Files.createFile(directory.resolve("agent.log"));
            Process agent = program.start(log, "run", "--config", directory + "/vip-agent.yaml");
            try {
                await().atMost(Duration.ofMinutes(1)).until(() -> {
                    assertThat(agent.isAlive()).as(Files.readString(log)).isTrue();
                    return Command.program()
                                    .run("check", "--source=agent", "--timeout=20s", "--socket=" + socket())
                                    .exitCode()
                            == 0;
                });
                look.run();
                agent.destroy();
                assertThat(Command.await(agent)).as(Files.readString(log)).isEqualTo(143);
            } finally {
                agent.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Status and body. */
    private String get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://" + loopback + ":9706" + path))
                            .build(),
                    BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private String[] check() {
        return new String[] {
            "check", "--source=probe", "--timeout=20s", "--config", directory + "/vip-agent.yaml", "--socket", socket()
        };
    }

    private String socket() {
        return directory + "/agent.sock";
    }
}
