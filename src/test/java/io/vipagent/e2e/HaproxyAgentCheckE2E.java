package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Client;
import io.vipagent.lab.Haproxy;
import io.vipagent.lab.Haproxy.Server;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * haproxy's agent-check, and what each reply does to a real haproxy. haproxy's own check only connects, so that nothing
 * but the agent can take down a server that hangs.
 */
@Timeout(120)
class HaproxyAgentCheckE2E {
    private static final String BY_VERDICT = "by_verdict";
    private static final String BY_MAINTENANCE = "by_maintenance";
    private static final String REPLIES = "vip_agent_agent_check_replies_total";
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private static final List<Agent> AGENTS = new ArrayList<>();

    @AutoClose
    private static Lab lab;

    private static Haproxy haproxy;
    private static Node second;
    private static Agent agent;
    private static Agent maintenanceOnly;

    @BeforeAll
    static void start() {
        lab = Lab.open(2);
        lab.nodes().forEach(node -> AGENTS.add(node.startAgent("agent", node.agentConf())));
        second = lab.node(2);
        agent = AGENTS.get(1);
        maintenanceOnly = second.startAgent(
                "maintenance-agent",
                second.agentConf()
                        .ports(9716, 9717)
                        .agentCheck("reports", "maintenance")
                        .agentCheck("drain-as", "maint"));
        haproxy = lab.node(1).startHaproxy("""
                        defaults
                            mode tcp
                            timeout connect 1s
                            timeout client 5s
                            timeout server 5s
                        frontend apiserver
                            bind 10.77.0.11:8443
                            default_backend by_verdict
                        backend by_verdict
                            option redispatch
                            default-server check inter 500ms agent-check agent-port 9707 agent-inter 500ms
                            server cp1 10.77.0.11:6443 weight 100 agent-addr 10.77.0.11
                            server cp2 10.77.0.12:6443 weight 100 agent-addr 10.77.0.12
                        backend by_maintenance
                            server cp2 10.77.0.12:6443 check inter 500ms agent-check agent-addr 10.77.0.12 agent-port 9717 agent-inter 500ms
                        """);
    }

    @BeforeEach
    void isUp() {
        awaitStatus(BY_VERDICT, "cp1", "UP");
        awaitStatus(BY_VERDICT, "cp2", "UP");
        awaitStatus(BY_MAINTENANCE, "cp2", "UP");
        lab.await("the agents' own verdicts are up", () -> agent.grants() && maintenanceOnly.grants());
    }

    @AfterEach
    void heal() {
        second.apiServer().become(Behaviour.OK);
        if (!agent.daemon().alive()) {
            agent.restart();
        }
        List.of(agent, maintenanceOnly)
                .forEach(its -> lab.await("no drain", () -> its.tell("resume").exitCode() == 0));
    }

    @Test
    void downTakesTheServerDownAndShowsOurReason() {
        second.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        awaitStatus(BY_VERDICT, "cp2", "DOWN");
        lab.await(
                "its reason is shown",
                () -> haproxy.server(BY_VERDICT, "cp2")
                        .column("last_agt")
                        .contains("down (RESPONSE_TIMEOUT local: no answer to the request in time)"));
        assertThat(haproxy.server(BY_VERDICT, "cp2").column("check_status"))
                .as("haproxy's own check")
                .contains("L4OK");
        lab.client().ask(lab.node(1).address(), 8443);
        lab.assertStays("cp1 serves all", A_WHILE, () -> {
            Client.Report report = lab.client().report();
            return report.failed() == 0 && !report.node().equals("cp2");
        });
        second.apiServer().become(Behaviour.OK);
        awaitStatus(BY_VERDICT, "cp2", "UP");
        lab.await("cp2 serves", () -> lab.client().report().node().equals("cp2"));
        lab.client().rest();
    }

    @Test
    void drainDrainsUntilResume() {
        agent.tell("drain", "new", "kernel");
        awaitStatus(BY_VERDICT, "cp2", "DRAIN");
        agent.tell("resume");
        awaitStatus(BY_VERDICT, "cp2", "UP");
    }

    @Test
    void maintTakesItOutUntilResume() {
        maintenanceOnly.tell("drain");
        awaitStatus(BY_MAINTENANCE, "cp2", "MAINT");
        maintenanceOnly.tell("resume");
        awaitStatus(BY_MAINTENANCE, "cp2", "UP");
    }

    @Test
    void readyAndTheWeightUndoWhatWasSetByHand() {
        Server drained = haproxy.serverAfter("set server by_verdict/cp2 state drain", BY_VERDICT, "cp2");
        assertThat(drained.status()).startsWith("DRAIN");
        awaitStatus(BY_VERDICT, "cp2", "UP");
        Server lighter = haproxy.serverAfter("set server by_verdict/cp2 weight 30%", BY_VERDICT, "cp2");
        assertThat(lighter.column("weight")).isEqualTo("30");
        lab.await(
                "all of its weight",
                () -> haproxy.server(BY_VERDICT, "cp2").column("weight").equals("100"));
    }

    @Test
    void whereOnlyMaintenanceIsReportedABadVerdictChangesNothing() {
        String downs = haproxy.server(BY_MAINTENANCE, "cp2").column("chkdown");
        second.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        lab.await("the agent itself knows", () -> !maintenanceOnly.grants());
        double before = maintenanceOnly.metric(REPLIES);
        lab.await("haproxy has asked", () -> maintenanceOnly.metric(REPLIES) >= before + 3);
        Server server = haproxy.server(BY_MAINTENANCE, "cp2");
        assertThat(server.status()).isEqualTo("UP");
        assertThat(server.column("chkdown")).isEqualTo(downs);
    }

    @Test
    void anAgentThatEndsWhileItSaysDownReleasesHaproxy() {
        second.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        awaitStatus(BY_VERDICT, "cp2", "DOWN");
        agent.daemon().terminate();
        awaitStatus(BY_VERDICT, "cp2", "UP");
        agent.daemon().await();
        lab.assertStays(
                "haproxy's own check decides alone",
                A_WHILE,
                () -> haproxy.server(BY_VERDICT, "cp2").status().startsWith("UP"));
    }

    /**
     * It has not looked yet, and says nothing but that; a down would cut the sessions of a good server at each upgrade.
     */
    @Test
    void anAgentThatStartsTakesNothingDown() {
        String downs = haproxy.server(BY_VERDICT, "cp2").column("chkdown");
        agent.restart();
        lab.await("it knows its verdict", agent::grants);
        double before = agent.metric(REPLIES);
        lab.await("haproxy has asked", () -> agent.metric(REPLIES) >= before + 1);
        assertThat(haproxy.server(BY_VERDICT, "cp2").column("chkdown")).isEqualTo(downs);
    }

    private static void awaitStatus(String backend, String server, String status) {
        lab.await(
                "haproxy's " + backend + "/" + server + " is " + status,
                () -> haproxy.server(backend, server).status().startsWith(status));
    }
}
