package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Request;
import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.ApiServer;
import io.vipagent.lab.Client;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.KeepalivedConf;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import io.vipagent.lab.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** keepalived's track script is {@code vip-agent check}: the second line, which decides also without an agent. */
@Timeout(120)
class KeepalivedScriptE2E {
    /** Longer than two of keepalived's rounds, so that it has asked and heard. */
    private static final Duration SOME_CHECKS = Duration.ofSeconds(5);

    private static final List<Agent> AGENTS = new ArrayList<>();
    private static final List<Daemon> KEEPALIVEDS = new ArrayList<>();

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
            AGENTS.add(node.startAgent("agent", node.agentConf().backends(lab.others(node))));
        }
        for (int i = 0; i < AGENTS.size(); i++) {
            Agent mine = AGENTS.get(i);
            lab.await("the agent decides", mine::grants);
            Node node = lab.nodes().get(i);
            KEEPALIVEDS.add(node.startKeepalived(
                    KeepalivedConf.withScript(node, mine, lab.program().runner())));
        }
        first = lab.node(1);
        second = lab.node(2);
        agent = AGENTS.getFirst();
        keepalived = KEEPALIVEDS.getFirst();
        lab.client().ask(Lab.VIP, ApiServer.PORT);
    }

    @BeforeEach
    void isOnTheFirst() {
        lab.awaitVipOn(first);
        lab.await("clients are served by cp1", () -> {
            Client.Report report = lab.client().report();
            return report.succeeded() > 0 && report.node().equals("cp1");
        });
        lab.client().settle();
        lab.client().report();
    }

    @AfterEach
    void heal() {
        lab.nodes().forEach(node -> node.apiServer().become(Behaviour.OK));
        if (!agent.daemon().alive()) {
            agent.restart();
        }
        agent.daemon().thaw();
        lab.await(
                "it is no longer drained", () -> agent.ask(new Request.Resume()).exitCode() == 0);
    }

    @Test
    void leavesAnApiserverThatHangsAfterTlsAndComesBack() {
        int mark = keepalived.log().mark();
        first.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        lab.awaitVipOn(second);
        assertThat(keepalived.log().since(mark))
                // Silent so far; that it is silent until its patience ends is known seconds later.
                .contains("now returning " + Reason.SLOW.exitCode())
                .contains("Entering FAULT STATE");
        lab.await(
                "clients are served by cp2", () -> lab.client().report().node().equals("cp2"));
        first.apiServer().become(Behaviour.OK);
        lab.awaitVipOn(first);
        assertThat(keepalived.log().since(mark)).contains("now returning 0");
        lab.await(
                "clients are served by cp1", () -> lab.client().report().node().equals("cp1"));
    }

    @Test
    void aCrashOfTheAgentMovesNothing() {
        int mark = keepalived.log().mark();
        agent.daemon().kill();
        assertThat(agent.check().said()).startsWith("up (probed by check itself: AGENT_UNREACHABLE");
        vipStays(mark);
        assertThat(lab.client().report().failed()).isZero();
    }

    @Test
    void aHungAgentMovesNothing() {
        int mark = keepalived.log().mark();
        agent.daemon().freeze();
        assertThat(agent.check().said()).startsWith("up (probed by check itself: STALE");
        vipStays(mark);
    }

    @Test
    void leavesABrokenApiserverAlsoWithoutAnAgent() {
        agent.daemon().kill();
        int mark = keepalived.log().mark();
        first.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        lab.awaitVipOn(second);
        assertThat(keepalived.log().since(mark)).contains("now returning " + Reason.RESPONSE_TIMEOUT.exitCode());
    }

    @Test
    void leavesABrokenApiserverAlsoWhileTheAgentHangs() {
        agent.daemon().freeze();
        int mark = keepalived.log().mark();
        first.apiServer().become(Behaviour.REFUSE);
        lab.awaitVipOn(second);
        assertThat(keepalived.log().since(mark)).contains("now returning " + Reason.CONNECT_REFUSED.exitCode());
    }

    @Test
    void leavesADrainedNodeUntilItIsResumed() {
        int mark = keepalived.log().mark();
        Shell.Result drained = agent.tell("drain", "new", "kernel");
        assertThat(drained.said()).isEqualTo("drained: new kernel");
        lab.awaitVipOn(second);
        assertThat(keepalived.log().since(mark)).contains("now returning " + Reason.MAINTENANCE.exitCode());
        agent.daemon().kill();
        lab.assertStays("a drain outlives its agent", SOME_CHECKS, () -> !first.holdsVip());
        agent.restart();
        lab.await("resumed", () -> agent.tell("resume").exitCode() == 0);
        lab.awaitVipOn(first);
    }

    @Test
    void staysWhereEveryApiserverFails() {
        int mark = keepalived.log().mark();
        lab.nodes().forEach(node -> node.apiServer().become(Behaviour.ERROR_500));
        lab.await(
                "it is held",
                () -> agent.ask(new Request.CheckDecision())
                        .text()
                        .startsWith("holds on, no other apiserver is known to be better: SERVER_ERROR"));
        vipStays(mark);
    }

    private static void vipStays(int mark) {
        lab.assertStays("the VIP stays", SOME_CHECKS, first::holdsVip);
        assertThat(keepalived.log().since(mark)).doesNotContain("Entering", "failed");
    }
}
