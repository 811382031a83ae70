package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.Request;
import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.KeepalivedConf;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** keepalived's {@code track_file} with {@code weight 0 reverse} is the file that the agent writes: the first line. */
@Tag("side-by-side")
@Timeout(120)
class KeepalivedTrackFileE2E {
    private static final Map<Node, Agent> AGENTS = new LinkedHashMap<>();
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    @AutoClose
    private static Lab lab;

    private static Node first;
    private static Node second;
    private static Agent agent;
    private static Daemon keepalived;

    @BeforeAll
    static void start() {
        lab = Lab.open(3);
        for (Node node : lab.nodes()) {
            AGENTS.put(node, node.startAgent("agent", node.agentConf().trackFile(trackFile(node))));
        }
        first = lab.node(1);
        second = lab.node(2);
        agent = AGENTS.get(first);
        AGENTS.forEach((node, its) -> {
            lab.await("the agent decides", its::grants);
            Daemon started = node.startKeepalived(KeepalivedConf.withTrackFile(node, trackFile(node)));
            if (node == first) {
                keepalived = started;
            }
        });
    }

    @BeforeEach
    void isOnTheFirst() {
        lab.awaitVipOn(first);
    }

    @AfterEach
    void heal() {
        first.apiServer().become(Behaviour.OK);
        if (!agent.daemon().alive()) {
            agent.restart();
        }
        lab.await(
                "it is no longer drained", () -> agent.ask(new Request.Resume()).exitCode() == 0);
    }

    @Test
    void leavesAnApiserverThatHangsAfterTlsAndComesBack() {
        first.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        lab.awaitVipOn(second);
        assertThat(trackFile(first)).doesNotExist();
        first.apiServer().become(Behaviour.OK);
        lab.awaitVipOn(first);
        assertThat(trackFile(first)).hasContent("1");
    }

    @Test
    void leavesADrainedNodeUntilItIsResumed() {
        assertThat(agent.tell("drain").exitCode()).isZero();
        lab.awaitVipOn(second);
        assertThat(agent.tell("resume").exitCode()).isZero();
        lab.awaitVipOn(first);
    }

    @Test
    void neitherCrashNorUpgradeOfTheAgentMovesAnything() {
        int mark = keepalived.log().mark();
        agent.daemon().kill();
        lab.assertStays("the VIP stays after a crash", A_WHILE, first::holdsVip);
        agent.restart();
        lab.await("the agent decides again", agent::grants);
        agent.daemon().terminate();
        agent.daemon().await();
        lab.assertStays("the VIP stays after an orderly end", A_WHILE, first::holdsVip);
        assertThat(keepalived.log().since(mark)).doesNotContain("Entering");
    }

    @Test
    void aNodeWithoutTheFileGetsNoVip() throws Exception {
        agent.daemon().kill();
        Files.delete(trackFile(first));
        lab.awaitVipOn(second);
        agent.restart();
        lab.awaitVipOn(first);
    }

    private static Path trackFile(Node node) {
        return node.directory().resolve("may-hold-vip").resolve("file");
    }
}
