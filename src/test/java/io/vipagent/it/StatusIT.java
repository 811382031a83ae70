package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.Identity;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What people and their scripts see of an agent through its control socket. */
@TestInstance(Lifecycle.PER_CLASS)
class StatusIT {
    private final TestCa ca = TestCa.ec("kubernetes");
    private final Identity identity = ca.good();

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    StatusIT(@TempDir Path directory) {
        apiserver.rotate(identity);
        agent = AgentProcess.start(AgentYaml.in(directory, ca)
                .local(apiserver)
                .target("other", "backend", apiserver.url("/livez"), "interval: 1s"));
    }

    @BeforeEach
    void healApiServer() {
        apiserver.become(Behaviour.OK);
        agent.awaitGranted();
        agent.awaitTarget("other", "up");
    }

    @Test
    void theSocketIsForOwnerAndGroupAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agent.socket())))
                .isEqualTo("rw-rw----");
    }

    @Test
    void showsATable() {
        Result result = agent.command("status");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err()).isEmpty();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).isEqualTo("node         cp1");
        assertThat(lines.get(1)).isEqualTo("may hold VIP yes (granted): may hold the VIP");
        assertThat(lines.get(3)).matches("TARGET +ROLE +STATE +FOR +PROBE +STREAK +WHY");
        assertThat(lines.get(4)).matches("local +local +up +[0-9hms.]+ +[0-9.]+ms +[0-9]+ passed");
        assertThat(lines.get(5)).matches("other +backend +up +[0-9hms.]+ +[0-9.]+ms +[0-9]+ passed");
    }

    @Test
    void exitsAsCheckDoesAndSaysWhy() {
        apiserver.become(Behaviour.READYZ_500);
        agent.awaitReason("SERVER_ERROR");
        Result result = agent.command("status");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(16);
        assertThat(result.out())
                .contains("may hold VIP no (denied): SERVER_ERROR local: status 500: [-]etcd failed")
                .containsPattern("local +local +down .* failed +SERVER_ERROR local: status 500");
    }

    @Test
    void showsTheClusterInEveryFormat() {
        assertThat(agent.command("status", "--cluster").out())
                .containsPattern("\nNODE +VIP +VRRP +APISERVER +HAPROXY +DECISION +CERT +CLOCK\n"
                        + "cp1\\* +\\? +- +up +- +granted +[0-9]+d +0\n");
        assertThat(agent.command("status", "--cluster", "-o", "wide").out()).contains("LAST TAKEOVER");
        JsonObject cluster = new JsonObject(
                agent.command("status", "--cluster", "-o", "json").out());
        assertThat(cluster.getJsonArray("nodes").getJsonObject(0).getString("apiserver"))
                .isEqualTo("up");
        assertThat(agent.command("status", "--cluster", "-o", "yaml").out()).startsWith("node: \"cp1\"\n");
        assertThat(agent.command("status", "-o", "yaml").out()).contains("\n  mayHoldVip: true\n");
        assertThat(agent.command("status", "-o", "wide").out()).contains("CERT UNTIL", apiserver.url("/livez"));
        Result misused = agent.command("status", "--cluster", "-o", "prometheus");
        assertThat(misused.exitCode()).isEqualTo(64);
        assertThat(misused.err()).contains("expected table, wide, json or yaml");
    }

    @Test
    void topIsPlainInAPipe() {
        Result top = agent.command("top", "--count", "2", "--interval", "100ms");
        assertThat(top.exitCode()).as(top.toString()).isZero();
        assertThat(top.out()).doesNotContain("\033").containsPattern("(?s)vip-agent top  .*\n\nvip-agent top  ");
        assertThat(top.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(agent.command("top", "--interval", "1ms").exitCode()).isEqualTo(64);
    }

    /** On a real terminal, by the script of util-linux. */
    @Test
    void topStandsStillAndEndsByKeysAndLeavesTheTerminalAsItWas() throws IOException {
        String top = String.join(
                " ",
                Program.builder(agent.arguments("top", "--interval", "100ms")).command());
        ProcessBuilder script = new ProcessBuilder("script", "-qec", "stty -a; " + top + "; stty -a", "/dev/null");
        script.environment().put("TERM", "xterm");
        try (Running terminal = Running.start(script);
                Writer keys = terminal.process().outputWriter()) {
            await().atMost(Program.TIMEOUT).until(() -> terminal.out().contains("\033[H\033[2J\033[1mvip-agent top"));
            keys.write('p');
            keys.flush();
            await().atMost(Program.TIMEOUT).until(() -> terminal.out().contains("PAUSED"));
            keys.write('q');
            keys.flush();
            Result result = terminal.await();
            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.out()).contains("q quit, p pause", "\033[32mgranted\033[0m");
            String[] modes = result.out().split("(?=speed )", -1);
            assertThat(modes).hasSize(2);
            assertThat(modes[0]).startsWith(modes[1].strip());
        }
    }

    @Test
    void showsTheSameJsonAsHttp() {
        Result result = agent.command("status", "--output", "json");
        assertThat(result.exitCode()).isZero();
        JsonObject status = new JsonObject(result.out());
        assertThat(status.getString("node")).isEqualTo("cp1");
        assertThat(status.getJsonObject("decision").getBoolean("mayHoldVip")).isTrue();
        assertThat(status.getJsonObject("maintenance").getBoolean("active")).isFalse();
        JsonObject local = status.getJsonArray("targets").getJsonObject(0);
        assertThat(local.getString("url")).isEqualTo(apiserver.url("/readyz"));
        assertThat(local.getInteger("consecutivePasses")).isPositive();
        assertThat(local.getJsonObject("lastProbe").getInteger("status")).isEqualTo(200);
        assertThat(local.getJsonObject("lastProbe").getJsonObject("seconds").fieldNames())
                // Over a connection that is kept, nothing is looked up, connected or shaken hands on.
                .contains("first_byte", "total");
        assertThat(Instant.parse(local.getJsonObject("certificate").getString("notAfter")))
                .isEqualTo(identity.certificate().getNotAfter().toInstant());

        JsonObject http = new JsonObject(agent.http().get("/api/v1/status").body());
        assertThat(http.fieldNames()).isEqualTo(status.fieldNames());
        assertThat(http.getJsonArray("targets").getJsonObject(0).fieldNames()).isEqualTo(local.fieldNames());
    }

    @Test
    void showsTheSameMetricsAsHttp() {
        Result result = agent.command("status", "--output", "prometheus");
        assertThat(result.exitCode()).isZero();
        assertThat(new Scrape(result.out()).series()).isEqualTo(agent.scrape().series());
    }

    @Test
    void refusesAFormatThatThereIsNot() {
        Result result = agent.command("status", "--output", "xml");
        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.err())
                .containsIgnoringCase("--output': expected one of [table, wide, json, yaml, prometheus]");
        assertThat(result.err()).contains("was 'xml'").doesNotContain("\tat ");
    }

    @Test
    void saysWhereNoAgentIs(@TempDir Path empty) {
        Result result =
                Program.run("status", "--socket", empty.resolve("none.sock").toString());
        assertThat(result.exitCode()).isEqualTo(20);
        assertThat(result.err())
                .startsWith("AGENT_UNREACHABLE ")
                .doesNotContain("names another socket")
                .containsOnlyOnce("\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void watchesUntilItIsInterrupted() {
        for (String signal : List.of("TERM", "INT")) {
            try (Running watch = Program.start(agent.arguments("status", "--watch"))) {
                await().atMost(Program.TIMEOUT).until(() -> frames(watch) >= 2);
                Program.signal(watch.process(), signal);
                assertThat(watch.await().exitCode()).isEqualTo(signal.equals("TERM") ? 143 : 130);
            }
        }
    }

    /** As in a pipe to head. */
    @Test
    void watchesNoLongerThanSomebodyReads() throws IOException {
        try (Running watch = Program.start(agent.arguments("status", "--watch"))) {
            await().atMost(Program.TIMEOUT).until(() -> frames(watch) >= 1);
            watch.process().getInputStream().close();
            watch.await();
        }
    }

    private static int frames(Running watch) {
        return watch.out().split("may hold VIP yes", -1).length - 1;
    }
}
