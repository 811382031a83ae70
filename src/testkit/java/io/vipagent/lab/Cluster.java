package io.vipagent.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lab whose nodes run what {@code vip-agent init} has written for them, unedited, each with files of its own and
 * started as its units start it.
 */
public final class Cluster implements Fleet {
    /** Where haproxy listens. */
    public static final int FRONTEND = 8443;

    private static final String WITH_HAPROXY = "systemd";

    private final Lab lab;
    private final int port;
    private final List<NodeSandbox> rooms = new ArrayList<>();
    private final Map<String, Daemon> daemons = new ConcurrentHashMap<>();
    private @Nullable VipMoves vipMoves;

    private Cluster(Lab lab, int port) {
        this.lab = lab;
        this.port = port;
    }

    /** Nodes that are up, the first of which holds the VIP. */
    public static Cluster up(int size, String setUp, String profile, String... options) {
        Cluster cluster = installed(size, setUp, profile, options);
        try {
            for (Node node : cluster.lab.nodes()) {
                cluster.startAgent(node);
                if (setUp.equals(WITH_HAPROXY)) {
                    cluster.startHaproxy(node);
                }
                cluster.await("the agent of " + node.name() + " grants", () -> cluster.grants(node));
                cluster.startKeepalived(node);
            }
            cluster.awaitVipOn(cluster.lab.node(1));
            cluster.listen();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Nodes that have their files, and on which nothing runs yet. */
    public static Cluster installed(int size, String setUp, String profile, String... options) {
        Cluster cluster = setUp.equals(WITH_HAPROXY)
                ? new Cluster(Lab.open(size, "keepalived", "haproxy"), FRONTEND)
                : new Cluster(Lab.open(size, "keepalived"), ApiServer.PORT);
        try {
            Path out = cluster.init(setUp, profile, options);
            for (Node node : cluster.lab.nodes()) {
                NodeSandbox room = node.furnish();
                cluster.rooms.add(room);
                room.install(out.resolve(node.name()));
            }
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    @Override
    public Lab lab() {
        return lab;
    }

    @Override
    public int port() {
        return port;
    }

    /** What happened to the VIP since all was up. */
    @Override
    public VipMoves vipMoves() {
        return Objects.requireNonNull(vipMoves, "not up");
    }

    private void listen() {
        Map<String, NodeSandbox> hosts = new TreeMap<>();
        lab.nodes().forEach(node -> hosts.put(node.name(), room(node)));
        vipMoves = new VipMoves(hosts);
    }

    /** The host that this node is. */
    public NodeSandbox room(Node node) {
        return rooms.get(node.number() - 1);
    }

    public Daemon agent(Node node) {
        return daemon(node, "agent");
    }

    public Daemon haproxy(Node node) {
        return daemon(node, "haproxy");
    }

    public Daemon keepalived(Node node) {
        return daemon(node, "keepalived");
    }

    /** What {@code check} says by the agent. */
    public boolean grants(Node node) {
        return room(node).run("/usr/bin/vip-agent", "check", "--source=agent").exitCode() == 0;
    }

    /**
     * As the unit starts it: an ordinary user.
     *
     * @param privileges options of {@code setpriv}, as a drop-in of the unit would give them
     */
    public void startAgent(Node node, String... privileges) {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=vip-agent", "--regid=vip-agent", "--clear-groups"));
        command.addAll(List.of(privileges));
        command.addAll(List.of("/usr/bin/vip-agent", "run"));
        start(node, "agent", command.toArray(String[]::new));
    }

    public void startHaproxy(Node node) {
        start(node, "haproxy", "haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg");
    }

    public void startKeepalived(Node node) {
        start(node, "keepalived", "keepalived", "--dont-fork", "--log-console", "--vrrp");
    }

    /** Takes the node's cable out, or puts it in. */
    public void link(Node node, boolean up) {
        Shell.must(room(node).inside(List.of("ip", "link", "set", "eth0", up ? "up" : "down")));
    }

    @Override
    public List<Daemon> daemons() {
        return Stream.concat(lab.daemons().stream(), daemons.values().stream()).toList();
    }

    /** Waits until this node holds the VIP and no other does. */
    public void awaitVipOn(Node node) {
        await("the VIP is on " + node.name() + " alone", () -> lab.holder().equals(Optional.of(node)));
    }

    /** Whether the VIP is local to this node at this moment, without a process for the question. */
    public boolean holdsVip(Node node) {
        return room(node).holdsVip();
    }

    @Override
    public void close() {
        Optional.ofNullable(vipMoves).ifPresent(VipMoves::close);
        daemons.values().forEach(Daemon::terminate);
        daemons.values().forEach(Daemon::close);
        rooms.forEach(NodeSandbox::close);
        lab.close();
    }

    private Path init(String setUp, String profile, String... options) {
        Path out = lab.directory().resolve("out");
        List<String> command = new ArrayList<>(List.of(
                lab.directory().resolve("vip-agent").toString(),
                "init",
                "--set-up",
                setUp,
                "--profile",
                profile,
                "--vip",
                Lab.VIP,
                "--interface",
                "eth0",
                "--out",
                out.toString()));
        lab.nodes().forEach(node -> command.addAll(List.of("--node", node.name() + "=" + node.address())));
        command.addAll(List.of(options));
        Shell.must(command);
        return out;
    }

    private void start(Node node, String name, String... command) {
        daemons.put(node.name() + " " + name, room(node).start(node.name() + " " + name, command));
    }

    private Daemon daemon(Node node, String name) {
        Daemon daemon = daemons.get(node.name() + " " + name);
        if (daemon == null) {
            throw new IllegalStateException(node.name() + " has no " + name);
        }
        return daemon;
    }
}
