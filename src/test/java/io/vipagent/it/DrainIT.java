package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.it.Program.Result;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An operator takes a node out; it stays out until he says otherwise. */
@TestInstance(Lifecycle.PER_CLASS)
class DrainIT {
    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    private final String address;

    DrainIT(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver);
        address = yaml.address();
        agent = AgentProcess.start(yaml);
        agent.awaitGranted();
    }

    @AfterEach
    void resume() {
        if (!agent.process().isAlive()) {
            agent.startAgain();
        }
        assertThat(agent.ask("resume")).isEqualTo("0 resumed\n");
        agent.awaitGranted();
    }

    @Test
    void takesTheNodeOutOnEveryOutputAndBackIn() {
        assertThat(agent.command("drain", "new", "kernel")).isEqualTo(new Result(0, "drained: new kernel\n", ""));
        isDrainedFor("new kernel", agent.check());
        assertThat(agent.agentCheck("")).isEqualTo("drain\n");
        assertThat(agent.agentCheck("local\n")).isEqualTo("drain\n");
        assertThat(agent.http().get("/health").body()).isEqualTo("MAINTENANCE new kernel\n");
        assertThat(agent.http().get("/health").statusCode()).isEqualTo(503);
        assertThat(agent.scrape().value("vip_agent_maintenance")).isEqualTo(1);
        assertThat(agent.command("status").out()).contains("maintenance  new kernel\n");

        assertThat(agent.command("resume")).isEqualTo(new Result(0, "resumed\n", ""));
        assertThat(agent.check().exitCode()).isZero();
        assertThat(agent.agentCheck("")).isEqualTo("up ready 100%\n");
        assertThat(agent.scrape().value("vip_agent_maintenance")).isZero();
    }

    /** The agent is not needed to keep a node out: neither while it is dead nor where it shall not be asked. */
    @Test
    void outlivesTheAgentAndItsRestart() {
        agent.ask("drain new disk");
        isDrainedFor("new disk", agent.command("check", "--source", "probe"));
        agent.kill();
        isDrainedFor("new disk", agent.command("check"));
        isDrainedFor("new disk", agent.command("check", "--source", "probe"));
        agent.startAgain();
        agent.awaitTarget("local", "up");
        isDrainedFor("new disk", agent.check());
        assertThat(agent.agentCheck("")).isEqualTo("drain\n");
    }

    /** As beside kube-vip: neither haproxy nor keepalived is told, and nobody asks. */
    @Test
    void saysWhereNothingActsOnIt(@TempDir Path directory) {
        AgentYaml yaml = AgentYaml.in(directory, ca).local(apiserver).section("agent-check", "listen: none");
        try (AgentProcess alone = AgentProcess.start(yaml)) {
            alone.awaitTarget("local", "up");
            assertThat(alone.ask("drain"))
                    .startsWith(
                            "0 drained: drained by an operator; but nothing that is known acts on it: agent-check.listen"
                                    + " and keepalived.track-file are none, and nobody asks check or GET /decision"
                                    + " regularly");
            assertThat(alone.ask("drain-for 5m kernel")).contains("; but nothing that is known acts on it: ");
            assertThat(alone.http().get("/decision").statusCode()).isEqualTo(503);
            assertThat(alone.ask("check")).startsWith("22 ");
            assertThat(alone.ask("drain"))
                    .as("a stranger has asked each once")
                    .contains("; but nothing that is known acts on it: ");
        }
    }

    /**
     * What {@code bgpHealthCheckLoop} of kube-vip does: GET by Go's client, 200 or not; it never closes an answer, so
     * every connection stays until the client's timeout, five at a time with what {@code init} writes. Two answers that
     * are not 200 withdraw the route, one that is announces it.
     */
    @Test
    void kubeVipWithdrawsTheRouteOfADrainedNodeAndAnnouncesItAgain() throws Exception {
        Deque<Socket> open = new ArrayDeque<>();
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(kubeVipAsks(open)).isEqualTo("HTTP/1.1 200 OK");
            }
            agent.ask("drain new disk");
            for (int i = 0; i < 2; i++) {
                assertThat(kubeVipAsks(open)).startsWith("HTTP/1.1 503 ");
            }
            agent.ask("resume");
            agent.awaitGranted();
            assertThat(kubeVipAsks(open)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(agent.scrape().value("vip_agent_http_refused_total", "cause=client_limit"))
                    .isZero();
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** As the kubelet asks for a liveness probe: 200 to 399 is success. */
    @Test
    void theKubeletEndsKubeVipOnADrainedNode() throws Exception {
        String request = "GET /decision HTTP/1.1\r\nHost: %s\r\nUser-Agent: kube-probe/1.34\r\nAccept: */*\r\n"
                        .formatted(address)
                + "Connection: close\r\n\r\n";
        assertThat(asks(new ArrayDeque<>(), request)).isEqualTo("HTTP/1.1 200 OK");
        agent.ask("drain new disk");
        assertThat(asks(new ArrayDeque<>(), request)).startsWith("HTTP/1.1 503 ");
    }

    private String kubeVipAsks(Deque<Socket> open) throws IOException {
        return asks(
                open,
                "GET /decision HTTP/1.1\r\nHost: %s\r\nUser-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n\r\n"
                        .formatted(address));
    }

    /** The first line of the answer; the rest is not read. */
    private String asks(Deque<Socket> open, String request) throws IOException {
        Socket socket = RawClients.connect(address, AgentYaml.HTTP_PORT);
        open.add(socket);
        if (open.size() > 5) {
            open.remove().close();
        }
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= ' ';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void endsByItselfAfterItsTime() {
        assertThat(agent.command("drain", "--for", "10m", "new", "fan"))
                .isEqualTo(new Result(0, "drained: new fan, for 10m\n", ""));
        isDrainedFor("new fan", agent.check());
        assertThat(agent.command("status").out()).contains("maintenance  new fan, ends by itself in ");
        assertThat(agent.scrape().value("vip_agent_maintenance_remaining_seconds"))
                .isBetween(0.0, 600.0);
        assertThat(agent.command("drain", "--for", "1s", "new fan").exitCode()).isZero();
        agent.awaitGranted();
        assertThat(agent.check().exitCode()).isZero();
        assertThat(agent.scrape().value("vip_agent_maintenance_remaining_seconds"))
                .isNaN();
    }

    /** Neither a restart nor the death of the agent makes it longer. */
    @Test
    void endsByItselfWhateverBecomesOfTheAgent() {
        agent.command("drain", "--for", "10m", "new fan");
        agent.kill();
        isDrainedFor("new fan", agent.command("check", "--source", "probe"));
        agent.startAgain();
        assertThat(agent.command("status").out()).contains("maintenance  new fan, ends by itself in ");
        agent.command("drain", "--for", "1s", "new fan");
        agent.kill();
        await().atMost(Program.TIMEOUT)
                .until(() -> agent.command("check", "--source", "probe").exitCode() == 0);
        agent.startAgain();
        agent.awaitGranted();
        agent.command("drain", "--for", "2s", "new fan");
        agent.kill();
        agent.startAgain();
        agent.awaitGranted();
    }

    @Test
    void hasATimeOfASecondToADay() {
        for (String time : new String[] {"1ms", "1441m"}) {
            Result result = agent.command("drain", "--for", time);
            assertThat(result.exitCode()).isEqualTo(64);
            assertThat(result.err()).contains("--for: " + time + "; expected 1s to 24h");
        }
    }

    @Test
    void noRehearsalWithoutPeersOrATerminal() {
        Result terminal = agent.command("rehearse");
        assertThat(terminal.exitCode()).isEqualTo(64);
        assertThat(terminal.err()).contains("there is no terminal to ask on; --yes begins without a question");
        Result peers =
                agent.command("rehearse", "--yes", "--config", agent.config().toString());
        assertThat(peers.exitCode()).isEqualTo(78);
        assertThat(peers.err())
                .contains("vip: none; expected the address that moves")
                .contains("peers: none; expected the other agents, who say whether they can take over");
    }

    @Test
    void mayHaveNoReason() {
        assertThat(agent.command("drain").out()).isEqualTo("drained: drained by an operator\n");
        isDrainedFor("drained by an operator", agent.check());
    }

    @Test
    void isSaidToHaveFailedWhereNoAgentIs(@TempDir Path empty) {
        Result result =
                Program.run("drain", "--socket", empty.resolve("none.sock").toString());
        assertThat(result.exitCode()).isEqualTo(20);
        assertThat(result.err()).startsWith("AGENT_UNREACHABLE ").containsOnlyOnce("\n");
    }

    private static void isDrainedFor(String reason, Result result) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(22);
        assertThat(result.err()).startsWith("MAINTENANCE " + reason).containsOnlyOnce("\n");
    }
}
