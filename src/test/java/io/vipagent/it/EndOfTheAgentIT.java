package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** How an agent ends, and that another can take its place. haproxy keeps the last word of an agent that is gone. */
@TestInstance(Lifecycle.PER_CLASS)
class EndOfTheAgentIT {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);
    private static final int KILLED_BY_SIGTERM = 128 + 15;

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @AutoClose
    private final FakeApiServer other = FakeApiServer.start(ca);

    @AutoClose
    private final AgentProcess agent;

    EndOfTheAgentIT(@TempDir Path directory) {
        agent = AgentProcess.start(AgentYaml.in(directory, ca)
                .local(apiserver)
                .target("other", "backend", other.url("/readyz"))
                .section("agent-check", "release: 1s"));
    }

    @AfterEach
    void startAnother() {
        apiserver.become(Behaviour.OK);
        agent.startAgain();
        agent.ask("resume");
        agent.awaitGranted();
    }

    /** A JVM writes the stacks of its threads, and goes on. */
    @Test
    void sigquitEndsTheBinaryInGoodOrder() {
        agent.awaitGranted();
        int before = agent.logs().length();
        Program.signal(agent.process(), "QUIT");
        if (Program.runtime().equals("native")) {
            leaves();
            assertThat(agent.logs().substring(before)).contains("stopped");
        } else {
            agent.awaitGranted();
            agent.terminate();
            leaves();
        }
    }

    @Test
    void leavesAtOnceWhereHaproxyWasToldNothingBad() {
        agent.awaitGranted();
        assertThat(agent.agentCheck("")).isEqualTo("up ready 100%\n");
        int before = agent.logs().length();
        agent.terminate();
        leaves();
        assertThat(agent.logs().substring(before))
                .contains("stopped")
                .doesNotContain("releases haproxy", "WARN", "ERROR");
    }

    @Test
    void takesBackADownBeforeItLeaves() {
        apiserver.become(Behaviour.ERROR_500);
        agent.awaitReason("SERVER_ERROR");
        assertThat(agent.agentCheck("")).startsWith("down # SERVER_ERROR ");
        repliesUntilItLeaves("up ready 100%\n");
    }

    /** haproxy asks for several targets; a good answer for one takes nothing back that it heard of another. */
    @Test
    void takesBackADownOfOneTargetAfterAGoodWordForAnother() {
        agent.awaitGranted();
        other.become(Behaviour.ERROR_500);
        agent.awaitTarget("other", "down");
        assertThat(agent.agentCheck("other\n")).startsWith("down # SERVER_ERROR ");
        assertThat(agent.agentCheck("local\n")).isEqualTo("up ready 100%\n");
        terminateAndAwaitRelease();
        assertThat(agent.agentCheck("other\n")).isEqualTo("up ready 100%\n");
        leaves();
        other.become(Behaviour.OK);
    }

    @Test
    void leavesADrainAsItIs() {
        agent.awaitGranted();
        agent.ask("drain");
        assertThat(agent.agentCheck("")).isEqualTo("drain\n");
        repliesUntilItLeaves("drain\n");
    }

    @Test
    void leavesAStaleSocketOnSigkillWhichTheNextAgentReplaces() {
        agent.kill();
        assertThat(agent.socket()).exists();
        agent.startAgain();
        agent.awaitGranted();
        agent.kill();
    }

    private void repliesUntilItLeaves(String reply) {
        terminateAndAwaitRelease();
        assertThat(agent.agentCheck("")).isEqualTo(reply);
        assertThat(agent.agentCheck("local\n")).isEqualTo(reply);
        leaves();
    }

    private void terminateAndAwaitRelease() {
        int before = agent.logs().length();
        agent.terminate();
        await().atMost(STOPS_WITHIN)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> agent.logs().substring(before).contains("releases haproxy"));
    }

    private void leaves() {
        assertThat(agent.awaitExit(STOPS_WITHIN)).isEqualTo(KILLED_BY_SIGTERM);
        assertThat(agent.socket()).doesNotExist();
    }
}
