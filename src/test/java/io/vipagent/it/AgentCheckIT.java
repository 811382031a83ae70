package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What haproxy's agent-check gets, and that no client holds another up. */
@TestInstance(Lifecycle.PER_CLASS)
class AgentCheckIT {
    private static final String UP = "up ready 100%\n";
    private static final int CROWD = 300;

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final FakeApiServer other = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    AgentCheckIT(@TempDir Path directory) {
        agent = AgentProcess.start(AgentYaml.in(directory, ca)
                // haproxy's line comes with the end of the handshake, a test's own a moment after it.
                .section("agent-check", "line-wait: 200ms")
                .local(apiserver)
                .target("other", "backend", other.url("/readyz")));
        agent.awaitGranted();
        agent.awaitTarget("other", "up");
    }

    @AfterEach
    void heal() {
        apiserver.become(Behaviour.OK);
        other.become(Behaviour.OK);
        agent.awaitGranted();
        agent.awaitTarget("other", "up");
    }

    @Test
    void asksForThisNodeOrForOneTarget() {
        assertThat(agent.agentCheck("")).isEqualTo(UP);
        assertThat(agent.agentCheck("\n")).isEqualTo(UP);
        assertThat(agent.agentCheck("other\n")).isEqualTo(UP);
        assertThat(agent.agentCheck("other\r\n")).isEqualTo(UP);

        other.become(Behaviour.ERROR_500);
        agent.awaitTarget("other", "down");
        assertThat(agent.agentCheck("other\n"))
                .startsWith("down # SERVER_ERROR other: status 500")
                .endsWith("\n");
        assertThat(agent.agentCheck("local\n")).isEqualTo(UP);
        assertThat(agent.agentCheck("")).isEqualTo(UP);
    }

    @Test
    void anUnknownTargetIsDown() {
        assertThat(agent.agentCheck("cp9\n")).isEqualTo("down # AGENT_ERROR no target named cp9, see agent-send\n");
    }

    @Test
    void aLineThatNeverEndsGetsNoAnswerAndHoldsNobodyUp() throws Exception {
        try (Socket half = RawClients.connect(agent.address(), AgentYaml.AGENT_CHECK_PORT)) {
            half.getOutputStream().write("loc".getBytes(StandardCharsets.US_ASCII));
            assertThat(agent.agentCheck("")).isEqualTo(UP);
            assertThat(RawClients.readAll(half)).isEmpty();
        }
    }

    @Test
    void takesALineInPiecesAndIgnoresWhatFollowsIt() throws Exception {
        try (Socket pieces = RawClients.connect(agent.address(), AgentYaml.AGENT_CHECK_PORT)) {
            pieces.setTcpNoDelay(true);
            pieces.getOutputStream().write("oth".getBytes(StandardCharsets.US_ASCII));
            pieces.getOutputStream().write("er\nand more\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(RawClients.readAll(pieces)).isEqualTo(UP);
        }
    }

    /** Clients that say nothing and do not close: each still has its answer, and so have those behind them. */
    @Test
    void answersACrowdOfSilentClients() throws Exception {
        double before = repliesUp();
        List<Socket> crowd = new ArrayList<>();
        try {
            IntStream.range(0, CROWD)
                    .forEach(i -> crowd.add(RawClients.connect(agent.address(), AgentYaml.AGENT_CHECK_PORT)));
            assertThat(agent.agentCheck("local\n")).isEqualTo(UP);
            assertThat(crowd).extracting(RawClients::readAll).containsOnly(UP);
        } finally {
            for (Socket client : crowd) {
                client.close();
            }
        }
        await().atMost(Program.TIMEOUT).until(() -> repliesUp() >= before + CROWD + 1);
    }

    private double repliesUp() {
        return agent.scrape().value("vip_agent_agent_check_replies_total", "reply=up");
    }
}
