package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** An apiserver, the configuration of an agent that watches it, and the agent itself for as long as it is looked at. */
final class OneNode implements AutoCloseable {
    private final String loopback = "127." + ThreadLocalRandom.current().nextInt(1, 255) + ".78.1";
    private final FakeApiServer server;
    private final Path directory;

    /** Everything is kept below {@code directory}. */
    OneNode(Path directory) throws IOException {
        this.directory = directory;
        TestCa ca = TestCa.ec("kubernetes");
        server = FakeApiServer.start(ca);
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

    /** Runs the agent by {@code program}, looks at it while it may hold the VIP, and ends it. */
    void serves(Command program, Runnable look) {
        try {
            Path log = Files.writeString(directory.resolve("agent.log"), "");
            Process agent = program.start(log, "run", "--config", directory + "/vip-agent.yaml");
            try {
                await().atMost(Command.TIMEOUT).until(() -> {
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

    /** Status and body of what the agent answers to a GET. */
    String get(String path) {
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

    /** A check that probes by itself, with all the patience that it can have. */
    String[] check() {
        return new String[] {
            "check", "--source=probe", "--timeout=20s", "--config", directory + "/vip-agent.yaml", "--socket", socket()
        };
    }

    @Override
    public void close() {
        server.close();
    }

    private String socket() {
        return directory + "/agent.sock";
    }
}
