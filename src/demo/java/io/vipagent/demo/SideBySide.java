package io.vipagent.demo;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Classic;
import io.vipagent.lab.Client;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import io.vipagent.lab.NodeSandbox;
import io.vipagent.lab.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Part 2: one fault and two virtual IPs on the same nodes. One moves as {@code vip-agent init} writes it, the other as
 * kubeadm's guide has it, each by a keepalived of its own.
 */
final class SideBySide {
    static final String PROFILE = "recommended";

    private static final String GUIDE_VIP = "10.77.0.101";
    private static final int API_PORT = 6443;

    /** Ten failures, three seconds apart, and what the last one takes. */
    private static final Duration GUIDE_TIMEOUT = Duration.ofSeconds(60);

    /** The guide's instance and script, with its numbers. */
    private static final String GUIDE = """
            global_defs {
                router_id GUIDE
            }
            vrrp_script check_apiserver {
                script "/etc/keepalived/check_apiserver.sh"
                interval 3
                weight -2
                fall 10
                rise 2
            }
            vrrp_instance GUIDE {
                state %s
                interface eth0
                virtual_router_id 77
                priority %d
                virtual_ipaddress {
                    %s
                }
                track_script {
                    check_apiserver
                }
            }
            """;

    private final Screen screen;
    private final List<Daemon> guides = new ArrayList<>();
    private Pace pace = new Pace();

    SideBySide(Screen screen) {
        this.screen = screen;
    }

    /** What it cannot do without. */
    static List<String> missing() {
        return Lab.missing("keepalived", "curl");
    }

    void play() {
        screen.say("PART 2: three nodes in network namespaces, with real keepalived and two virtual IPs:");
        screen.say("        " + Lab.VIP + " with vip-agent, as init writes it with the profile " + PROFILE);
        screen.say("        " + GUIDE_VIP + " with the check_apiserver.sh of kubeadm's guide");
        screen.say("        a client asks the apiserver through the first, ten times a second");
        screen.say();
        try (Cluster cluster = Cluster.installed(3, "keepalived-only", PROFILE)) {
            try {
                set(cluster);
                fall(cluster);
                tellWhy(cluster);
                comeBack(cluster);
            } finally {
                guides.forEach(Daemon::terminate);
                guides.forEach(Daemon::close);
            }
        }
    }

    private void set(Cluster cluster) {
        Lab lab = cluster.lab();
        for (Node node : lab.nodes()) {
            cluster.startAgent(node);
            Pace.await(node.name() + "'s agent grants", () -> cluster.grants(node));
            cluster.startKeepalived(node);
            guides.add(startGuide(cluster.room(node), node));
        }
        Node first = lab.node(1);
        Pace.await("the VIP is on cp1", () -> lab.holder().equals(Optional.of(first)));
        Pace.await("the guide's VIP is on cp1", () -> holdsGuide(cluster, first));
        lab.client().ask(Lab.VIP, API_PORT);
        Pace.await("the client is served", () -> !lab.client().report().node().isEmpty());
        tell("both are on cp1, and the client is served");
    }

    private void fall(Cluster cluster) {
        Lab lab = cluster.lab();
        Node first = lab.node(1);
        lab.client().report();
        screen.say();
        pace = new Pace();
        first.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        tell("cp1's apiserver hangs: it shakes hands and never answers");
        Pace.await("cp1's agent denies", () -> !cluster.grants(first));
        tell("vip-agent  cp1 knows it: "
                + cluster.room(first).run("vip-agent", "check", "--source=agent").said());
        Pace.await("the VIP is elsewhere", () -> lab.holder().filter(node -> node != first).isPresent());
        Duration ours = pace.length();
        tell("vip-agent  " + Lab.VIP + " is on " + lab.holder().map(Node::name).orElse("another node"));
        Pace.await("the client is served", () -> servedWell(lab));
        Client.Report report = lab.client().report();
        tell("vip-agent  the client's requests are answered, by " + report.node());
        Pace.await("the guide's VIP leaves cp1", GUIDE_TIMEOUT, () -> !holdsGuide(cluster, first));
        Duration theirs = pace.length();
        tell("the guide  " + GUIDE_VIP + " leaves cp1");
        screen.say();
        screen.say("            so long a dead apiserver kept the address: vip-agent %s, the guide %s"
                .formatted(Pace.seconds(ours), Pace.seconds(theirs)));
    }

    /** What the agents themselves say of it. */
    private void tellWhy(Cluster cluster) {
        NodeSandbox second = cluster.room(cluster.lab().node(2));
        // The sentence, without the events that it rests on.
        show(second, 1, "why", "--cluster");
        show(second, Integer.MAX_VALUE, "status", "--cluster");
    }

    private void show(NodeSandbox node, int lines, String... arguments) {
        screen.say();
        screen.say("    cp2$ vip-agent " + String.join(" ", arguments));
        List<String> command = new ArrayList<>(List.of("vip-agent"));
        command.addAll(List.of(arguments));
        Shell.Result result = node.run(command.toArray(String[]::new));
        result.said().lines().limit(lines).forEach(line -> screen.say("    " + line));
    }

    private void comeBack(Cluster cluster) {
        Lab lab = cluster.lab();
        screen.say();
        pace = new Pace();
        lab.node(1).apiServer().become(Behaviour.OK);
        tell("cp1's apiserver is well again");
        Pace.await("the VIP is back", () -> lab.holder().equals(Optional.of(lab.node(1))));
        tell("vip-agent  " + Lab.VIP + " is back on cp1");
        Pace.await("the client is served", () -> servedWell(lab));
        tell("vip-agent  all requests are answered");
    }

    private static boolean servedWell(Lab lab) {
        lab.client().report();
        Pace.pause(Duration.ofSeconds(1));
        Client.Report report = lab.client().report();
        return report.succeeded() > 0 && report.failed() == 0;
    }

    private static boolean holdsGuide(Cluster cluster, Node node) {
        return !cluster.room(node)
                .run("ip", "-o", "address", "show", "to", GUIDE_VIP + "/32")
                .out()
                .isBlank();
    }

    private static Daemon startGuide(NodeSandbox room, Node node) {
        boolean first = node.number() == 1;
        try {
            Path folder = Files.createDirectories(node.directory().resolve("guide/etc/keepalived"));
            Files.writeString(
                    folder.resolve("guide.conf"),
                    GUIDE.formatted(first ? "MASTER" : "BACKUP", first ? 101 : 100, GUIDE_VIP));
            Path script = Files.writeString(
                    folder.resolve("check_apiserver.sh"),
                    Classic.text("check_apiserver.sh", Map.of("APISERVER_DEST_PORT", Integer.toString(API_PORT))));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        room.install(node.directory().resolve("guide"));
        return room.start(
                node.name() + " guide",
                "keepalived",
                "--dont-fork",
                "--log-console",
                "--vrrp",
                "--use-file=/etc/keepalived/guide.conf",
                "--pid=/run/guide.pid",
                "--vrrp_pid=/run/guide-vrrp.pid");
    }

    private void tell(String what) {
        screen.say("  %8s  %s".formatted(pace.seconds(), what));
    }
}
