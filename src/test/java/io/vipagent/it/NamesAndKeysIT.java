package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.KeyKind;
import io.vipagent.fake.TestCa;
import io.vipagent.lab.NeedsHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What differs between a JVM and a native image: the resolver with its caches, and the kinds of keys that TLS knows.
 */
class NamesAndKeysIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    /** Both ways, the server's certificate and the agent's own. */
    @ParameterizedTest
    @EnumSource(names = {"ED25519", "EC_P521"})
    void keysOfThisKindServe(KeyKind kind, @TempDir Path directory) {
        ca.newClient("vip-agent").keyKind(kind).issue().writeTo(directory, "client");
        try (FakeApiServer server = FakeApiServer.start(ca)) {
            server.rotate(ca.newServer().keyKind(kind).issue());
            server.become(Behaviour.REQUIRE_CLIENT_CERT);
            Path config = AgentYaml.in(directory, ca)
                    .local(
                            server,
                            "timeout: 25s",
                            "cert-file: " + directory.resolve("client.crt"),
                            "key-file: " + directory.resolve("client.key"))
                    .write("vip-agent.yaml");
            Program.Result result =
                    Program.run("check", "--source=probe", "--timeout=30s", "--config", config.toString());
            // A JVM has something to say on stderr of the library that reads the key.
            assertThat(result.out()).as(result.toString()).isEqualTo("up\n");
            assertThat(result.exitCode()).isZero();
        }
    }

    /**
     * The JDK would believe an answer for 30 s and a failure for 10 s. The file of hosts stands for the name service
     * here: no server of ours can listen on port 53.
     */
    @Test
    @NeedsHost
    void noAnswerOfTheNameServiceIsBelievedLongerThanAProbe(@TempDir Path directory) throws IOException {
        AgentYaml yaml = AgentYaml.in(directory, ca);
        String first = yaml.address();
        String second = first.substring(0, first.lastIndexOf('.')) + ".255";
        Path hosts = Files.writeString(directory.resolve("hosts"), first + " api.test\n");
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
        FakeApiServer before = FakeApiServer.start(ca, new InetSocketAddress(InetAddress.ofLiteral(first), 0));
        try (FakeApiServer after =
                        FakeApiServer.start(ca, new InetSocketAddress(InetAddress.ofLiteral(second), before.port()));
                AgentProcess agent = AgentProcess.startUnder(
                        withItsOwn(directory, "hosts", "resolv.conf"),
                        yaml.target(
                                "local",
                                "local",
                                "https://api.test:" + before.port() + "/readyz",
                                "fresh-interval: 100ms"))) {
            agent.awaitGranted();
            assertThat(after.connections()).isZero();

            Files.writeString(hosts, second + " api.test\n");
            after.awaitRequests(3, Program.TIMEOUT);
            before.close();
            after.awaitRequests(after.requests() + 3, Program.TIMEOUT);

            // Nobody knows the name any more, and the server that had it serves on.
            Files.writeString(hosts, "");
            after.endIdleConnections();
            after.awaitConnections(after.connections() + 3, Program.TIMEOUT);
            assertThat(agent.ask("check")).startsWith("0 ");
            assertThat(agent.logLines(" target local is ")).as(agent.logs()).hasSize(1);

            // It comes back elsewhere.
            try (FakeApiServer again =
                    FakeApiServer.start(ca, new InetSocketAddress(InetAddress.ofLiteral(first), before.port()))) {
                Files.writeString(hosts, first + " api.test\n");
                again.awaitRequests(3, Program.TIMEOUT);
            }
        } finally {
            before.close();
        }
    }

    /** Files of {@code directory} in the place of those in /etc that are called so, for one command alone. */
    private static List<String> withItsOwn(Path directory, String... names) {
        StringBuilder script = new StringBuilder("set -e; ");
        for (String name : names) {
            script.append("mount --bind ")
                    .append(directory.resolve(name))
                    .append(" /etc/")
                    .append(name)
                    .append("; ");
        }
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!System.getProperty("user.name").equals("root")) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-c", script + "exec \"$@\"", "sh"));
        return command;
    }
}
