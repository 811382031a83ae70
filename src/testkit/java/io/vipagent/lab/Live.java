package io.vipagent.lab;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with files of their own, on which an administrator's commands are run: with the set-up of kubeadm's guide, or
 * with nothing yet. The kernel's own events say whether a VIP came or went.
 */
public final class Live implements Fleet {
    private final Lab lab;
    private final Map<Node, NodeSandbox> rooms = new HashMap<>();
    private final Map<String, Daemon> daemons = new HashMap<>();
    private @Nullable VipMoves vipMoves;

    private Live(int size) {
        this.lab = Lab.open(size, "keepalived", "haproxy");
    }

    /** Three nodes of the guide, all of them up, the VIP on the first. */
    public static Live up() {
        return begun(3, Live::startTheGuide);
    }

    /** Nodes on which nothing runs but an apiserver. */
    public static Live bare(int size) {
        return begun(size, live -> {});
    }

    private static Live begun(int size, Consumer<Live> start) {
        Live live = new Live(size);
        try {
            live.lab.nodes().forEach(node -> live.rooms.put(node, node.furnish()));
            start.accept(live);
            live.vipMoves = new VipMoves(live.rooms.entrySet().stream()
                    .collect(Collectors.toMap(each -> each.getKey().name(), Map.Entry::getValue)));
            return live;
        } catch (RuntimeException | Error e) {
            live.close();
            throw e;
        }
    }

    private void startTheGuide() {
        List<String> addresses = lab.nodes().stream().map(Node::address).toList();
        for (Node node : lab.nodes()) {
            NodeSandbox room = room(node);
            Classic.write(node.directory().resolve("classic"), Classic.values(node.number() == 1, Lab.VIP, addresses));
            room.install(node.directory().resolve("classic"));
            systemctl(node, "start", "haproxy");
        }
        // A check that fails at first would send the VIP away and back later, in the midst of what is tested.
        for (Node node : lab.nodes()) {
            await(
                    node.name() + " passes its check",
                    () -> Shell.run(room(node).inside(List.of("/etc/keepalived/check_apiserver.sh")))
                                    .exitCode()
                            == 0);
        }
        for (Node node : lab.nodes()) {
            systemctl(node, "start", "keepalived");
            await(
                    node.name() + "'s check counts",
                    () -> log(node, "keepalived").text().contains("VRRP_Script(check_apiserver) succeeded"));
        }
        await("the VIP is on the first alone", () -> lab.holder().equals(Optional.of(lab.node(1))));
    }

    @Override
    public Lab lab() {
        return lab;
    }

    /** Runs one line of an administrator on a node, where the lab's files are; it must succeed. */
    public String run(Node node, String line) {
        return run(node, lab.directory(), line);
    }

    /** The same in another folder. */
    public String run(Node node, Path folder, String line) {
        String[] words = line.split(" ");
        if (words[0].equals("systemctl")) {
            List<String> units = Stream.of(words)
                    .skip(2)
                    .filter(word -> !word.startsWith("--"))
                    .toList();
            String verb = line.startsWith("systemctl disable --now ") ? "stop" : words[1];
            units.forEach(unit -> systemctl(node, verb, unit));
            return "";
        }
        List<String> command = List.of("sh", "-c", "cd " + folder + " && " + line);
        if (line.startsWith("vip-agent check ")) {
            await(
                    node.name() + ": " + line,
                    () -> Shell.run(room(node).inside(command)).exitCode() == 0);
            return "";
        }
        return Shell.must(room(node).inside(command));
    }

    /** What systemd does, as Debian's units say. */
    private void systemctl(Node node, String verb, String unit) {
        switch (verb + " " + unit) {
            case "start keepalived", "restart keepalived" ->
                restart(node, unit, "keepalived", "--dont-fork", "--log-console", "--log-detail", "--vrrp");
            case "start haproxy", "restart haproxy" ->
                restart(node, unit, "haproxy", "-Ws", "-f", "/etc/haproxy/haproxy.cfg");
            case "restart vip-agent" ->
                restart(
                        node,
                        unit,
                        "setpriv",
                        "--reuid=vip-agent",
                        "--regid=vip-agent",
                        "--clear-groups",
                        "/usr/bin/vip-agent",
                        "run");
            case "reload keepalived" -> {
                Daemon daemon = daemon(node, unit);
                int mark = daemon.log().mark();
                Shell.signal("HUP", daemon.process().pid());
                await(
                        node.name() + ": it is reloaded",
                        () -> daemon.log().since(mark).contains("Reload complete"));
            }
            case "reload haproxy" -> {
                Daemon daemon = daemon(node, unit);
                Set<Long> before = workers(daemon);
                Shell.signal("USR2", daemon.process().pid());
                await(node.name() + ": there is a new worker", () -> !before.containsAll(workers(daemon)));
            }
            case "stop keepalived", "stop haproxy", "stop vip-agent" -> daemon(node, unit).close();
            // The lab has no systemd: what it would start by itself nobody starts here.
            case "restart haproxy-reload.path",
                    "stop haproxy-reload.path",
                    "stop vip-agent-certificate.path",
                    "stop vip-agent-certificate.timer" -> {}
            case "start vip-agent-certificate" -> room(node).makeCertificate();
            case String other when other.startsWith("enable ") -> {}
            default -> throw new IllegalArgumentException("systemctl " + verb + " " + unit);
        }
    }

    private static Set<Long> workers(Daemon haproxy) {
        return haproxy.process().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private void restart(Node node, String unit, String... command) {
        Optional.ofNullable(daemons.get(node.name() + " " + unit)).ifPresent(Daemon::close);
        daemons.put(node.name() + " " + unit, room(node).start(node.name() + " " + unit, command));
    }

    /** What a unit has said. */
    public Log log(Node node, String unit) {
        return daemon(node, unit).log();
    }

    /** Each coming and going of the VIP anywhere since all was up. */
    public List<String> moves() {
        return vipMoves().list();
    }

    @Override
    public VipMoves vipMoves() {
        return Objects.requireNonNull(vipMoves);
    }

    @Override
    public int port() {
        return Cluster.FRONTEND;
    }

    @Override
    public List<Daemon> daemons() {
        return Stream.concat(lab.daemons().stream(), daemons.values().stream()).toList();
    }

    @Override
    public void close() {
        Optional.ofNullable(vipMoves).ifPresent(VipMoves::close);
        daemons.values().forEach(Daemon::terminate);
        daemons.values().forEach(Daemon::close);
        rooms.values().forEach(NodeSandbox::close);
        lab.close();
    }

    private NodeSandbox room(Node node) {
        return Objects.requireNonNull(rooms.get(node));
    }

    private Daemon daemon(Node node, String unit) {
        return Objects.requireNonNull(daemons.get(node.name() + " " + unit), unit);
    }
}
