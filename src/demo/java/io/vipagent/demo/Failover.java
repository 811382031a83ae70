package io.vipagent.demo;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Agent;
import io.vipagent.lab.Client;
import io.vipagent.lab.Haproxy;
import io.vipagent.lab.KeepalivedConf;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Part 2: a hung apiserver on the node that holds the VIP, with real keepalived and haproxy. */
final class Failover {
    private static final int FRONTEND_PORT = 8443;
    private static final String HAPROXY = """
            defaults
                mode tcp
                timeout connect 1s
                timeout client 10s
                timeout server 10s
            frontend apiserver
                bind *:8443
                default_backend apiservers
            backend apiservers
                balance roundrobin
                option redispatch
                default-server check inter 1s agent-check agent-port 9707 agent-inter 500ms on-marked-down shutdown-sessions
            """;

    private final Screen screen;
    private final List<Agent> agents = new ArrayList<>();
    private final List<Haproxy> haproxies = new ArrayList<>();
    private Pace pace = new Pace();

    Failover(Screen screen) {
        this.screen = screen;
    }

    void play() {
        screen.say(
                "PART 2: three nodes in network namespaces, each with an apiserver, the agent, real keepalived and haproxy");
        screen.say("        a client asks through the VIP " + Lab.VIP + ", ten times a second");
        screen.say();
        try (Lab lab = Lab.open(3, "keepalived", "haproxy")) {
            set(lab);
            leave(lab);
            comeBack(lab);
        }
    }

    private void set(Lab lab) {
        for (Node node : lab.nodes()) {
            Path file = trackFile(node);
            Agent agent = node.startAgent(
                    "agent", node.agentConf().backends(lab.others(node)).trackFile(file));
            agents.add(agent);
        }
        for (Node node : lab.nodes()) {
            Agent agent = agents.get(node.number() - 1);
            Pace.await(node.name() + "'s agent decides", agent::grants);
            haproxies.add(node.startHaproxy(HAPROXY + servers(lab)));
            node.startKeepalived(KeepalivedConf.withBoth(
                    node, agent, trackFile(node), lab.program().runner()));
        }
        Pace.await("the VIP is on cp1", () -> lab.holder().equals(Optional.of(lab.node(1))));
        lab.client().ask(Lab.VIP, FRONTEND_PORT);
        Pace.await("the client is served", () -> !lab.client().report().node().isEmpty());
        tell("the VIP is on cp1, and the client is served");
    }

    private void leave(Lab lab) {
        Node first = lab.node(1);
        pace = new Pace();
        lab.client().report();
        first.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        tell("cp1's apiserver hangs: it shakes hands and never answers");
        Pace.await("cp1's agent denies", () -> !agents.getFirst().grants());
        tell("cp1's agent: " + agents.getFirst().check().said());
        Pace.await("the VIP is on cp2", () -> lab.holder().equals(Optional.of(lab.node(2))));
        tell("keepalived has moved the VIP to cp2");
        Pace.await("haproxy follows", () -> said().startsWith("via agent : down"));
        tell("haproxy on cp2 has taken cp1 out: " + said());
        Client.Report report = lab.client().report();
        tell("the client: %d requests answered, %d failed".formatted(report.succeeded(), report.failed()));
        Pace.await("all requests are answered again", () -> servedWell(lab));
        tell("the client: all requests are answered again");
    }

    private void comeBack(Lab lab) {
        pace = new Pace();
        screen.say();
        lab.node(1).apiServer().become(Behaviour.OK);
        tell("cp1's apiserver is well again");
        Pace.await("the VIP is back", () -> lab.holder().equals(Optional.of(lab.node(1))));
        tell("keepalived has moved the VIP back to cp1");
        Pace.await(
                "haproxy follows",
                () -> haproxies.getFirst().server("apiservers", "cp1").status().startsWith("UP"));
        tell("haproxy on cp1 uses cp1 again");
        lab.client().report();
        Pace.await("all requests are answered", () -> servedWell(lab));
        tell("the client: all requests are answered");
    }

    private static boolean servedWell(Lab lab) {
        lab.client().report();
        Pace.pause(Duration.ofSeconds(1));
        Client.Report report = lab.client().report();
        return report.succeeded() > 0 && report.failed() == 0;
    }

    /** What haproxy on the VIP's new node last heard from cp1's agent. */
    private String said() {
        return haproxies.get(1).server("apiservers", "cp1").column("last_agt");
    }

    private static String servers(Lab lab) {
        StringBuilder servers = new StringBuilder();
        lab.nodes()
                .forEach(node -> servers.append("    server %s %s:6443 agent-addr %s%n"
                        .formatted(node.name(), node.address(), node.address())));
        return servers.toString();
    }

    private static Path trackFile(Node node) {
        return node.directory().resolve("may-hold-vip").resolve("file");
    }

    private void tell(String what) {
        screen.say("  %8s  %s".formatted(pace.seconds(), what));
    }
}
