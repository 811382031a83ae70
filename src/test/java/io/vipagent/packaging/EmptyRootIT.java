package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.core.health.Reason;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.packaging.Command.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The native binary needs nothing of its host: it runs in the image's root directory, as the image's user. The jar, and
 * a binary that is not tested by root, which alone may change the root directory, run without any environment in /.
 */
class EmptyRootIT {
    private static final String KNOWN = "apiserver.dns.test";

    @TempDir
    private Path directory;

    private final String loopback = "127." + ThreadLocalRandom.current().nextInt(1, 255) + ".77.1";
    private final TestCa ca = TestCa.ec("kubernetes");
    private final FakeApiServer server = FakeApiServer.start(ca);
    private Optional<EmptyRoot> root = Optional.empty();
    private Optional<NameServer> names = Optional.empty();
    private Command program = Command.program();
    private String etc = "";

    @BeforeEach
    void moveIn(TestReporter reporter) throws IOException {
        boolean isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        if (Command.NATIVE && isRoot) {
            EmptyRoot empty = new EmptyRoot(directory, "127.0.0.1 localhost apiserver.hosts.test\n", loopback);
            empty.write("etc/ca.crt", ca.certificatePem());
            empty.write("etc/vip-agent.yaml", yaml("/etc/ca.crt", "/run/vip-agent/agent.sock"));
            root = Optional.of(empty);
            names = Optional.of(new NameServer(loopback, KNOWN));
            program = empty.program();
            etc = "/etc/";
        } else {
            reporter.publishEntry("not in an empty root", Command.NATIVE ? "not root" : "the jar needs its JVM");
            etc = directory + "/";
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            ca.writeCertificateTo(directory);
            Files.writeString(directory.resolve("vip-agent.yaml"), yaml(etc + "ca.crt", directory + "/agent.sock"));
        }
    }

    @AfterEach
    void moveOut() {
        names.ifPresent(NameServer::close);
        server.close();
    }

    @Test
    void tellsItsVersionAndItsConfiguration() {
        Result version = program.run("--version");
        assertThat(version.output()).startsWith("vip-agent ").contains(Command.NATIVE ? "(native)" : "(jvm)");
        assertThat(version.exitCode()).isZero();
        Result config = program.run("config", "--config", etc + "vip-agent.yaml");
        assertThat(config.output()).startsWith("vip-agent:").contains(server.url("/readyz"));
        assertThat(config.exitCode()).isZero();
    }

    @Test
    void findsNamesInHosts() {
        assertThat(probe(root.isPresent() ? "apiserver.hosts.test" : "localhost"))
                .satisfies(result -> assertThat(result.output()).contains("passed, status 200"))
                .returns(0, Result::exitCode);
        names.ifPresent(server -> assertThat(server.asked()).doesNotContain("apiserver.hosts.test"));
    }

    @Test
    void asksTheNameServer() {
        if (names.isEmpty()) {
            // The host's own name server is nobody's that a test may ask.
            assertThat(probe("127.0.0.1").exitCode()).isZero();
            return;
        }
        assertThat(probe(KNOWN))
                .satisfies(result -> assertThat(result.output()).contains("passed, status 200"))
                .returns(0, Result::exitCode);
        assertThat(names.orElseThrow().asked()).contains(KNOWN);
        assertThat(probe("nobody.dns.test").exitCode()).isEqualTo(Reason.NETWORK.exitCode());
        assertThat(names.orElseThrow().asked()).contains("nobody.dns.test");
    }

    @Test
    void checksByItself() {
        String[] check = {"check", "--source=probe", "--timeout=20s", "--config", etc + "vip-agent.yaml"};
        assertThat(program.run(check)).returns(0, Result::exitCode);
        server.become(Behaviour.ERROR_500);
        assertThat(program.run(check)).returns(Reason.SERVER_ERROR.exitCode(), Result::exitCode);
        assertNobodyWasAsked();
    }

    @Test
    void runsAndLeavesNothing() throws IOException {
        List<String> before = files();
        Path log = Files.createTempFile("vip-agent-it", ".log");
        Process agent = program.start(log, "run", "--config", etc + "vip-agent.yaml");
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                assertThat(agent.isAlive()).as(Files.readString(log)).isTrue();
                return ask("check", "--source=agent").exitCode() == 0;
            });
            assertThat(health()).returns(0, Result::exitCode);
            assertThat(ask("status").output()).contains("local");
            server.become(Behaviour.ERROR_500);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> ask("status").exitCode() == Reason.SERVER_ERROR.exitCode());
            assertThat(health())
                    .as("the agent is well where the apiserver is not")
                    .returns(0, Result::exitCode);
            agent.destroy();
            assertThat(Command.await(agent)).isEqualTo(143);
            assertThat(health()).returns(Reason.AGENT_UNREACHABLE.exitCode(), Result::exitCode);
            assertThat(Files.readString(log).replace(directory.toString(), ""))
                    .doesNotContain(" ERROR ", "Exception", "/tmp");
        } finally {
            agent.destroyForcibly();
            Files.delete(log);
        }
        // What it leaves on purpose: its history outlives it.
        List<String> after = new ArrayList<>(before);
        if (root.isPresent()) {
            after.add(after.indexOf("/run/vip-agent") + 1, "/run/vip-agent/history");
        }
        assertThat(files()).isEqualTo(after);
        assertNobodyWasAsked();
    }

    /** A name server that is away must cost nothing: no name is looked up but those of the configuration. */
    private void assertNobodyWasAsked() {
        names.ifPresent(server -> assertThat(server.asked()).isEmpty());
    }

    private List<String> files() throws IOException {
        return root.isPresent() ? root.get().files() : List.of();
    }

    private Result probe(String host) {
        return program.run(
                "probe",
                "https://" + host + ":" + server.port() + "/readyz",
                "--timeout=20s",
                "--ca-file=" + etc + "ca.crt");
    }

    /** What the image's HEALTHCHECK runs. */
    private Result health() throws IOException {
        List<String> words = Dockerfile.parse(Files.readString(Path.of("Dockerfile.native")))
                .stage("agent")
                .only("HEALTHCHECK")
                .words();
        return ask(words.subList(1, words.size()).toArray(String[]::new));
    }

    private Result ask(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--socket=" + (root.isPresent() ? "/run/vip-agent" : directory) + "/agent.sock";
        return program.run(all);
    }

    private String yaml(String caFile, String socket) {
        return """
                vip-agent:
                  targets:
                    local: {url: "%s", ca-file: %s, interval: 100ms, timeout: 10s, rise: 1, fall: 1}
                  control: {socket: %s}
                  agent-check: {listen: "%s:9707", release: 0s}
                  http: {listen: "%s:9706"}
                """.formatted(server.url("/readyz"), caFile, socket, loopback, loopback);
    }
}
