package io.vipagent.lab;

import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A control-plane node: a namespace with a kube-apiserver, and what is started in it. */
public final class Node {
    private final int number;
    private final String address;
    private final Namespace namespace;
    private final Path directory;
    private final Path caDirectory;
    private final Path program;
    private final Queue<Daemon> daemons = new ConcurrentLinkedQueue<>();
    private final ApiServer apiServer;

    Node(int number, String address, Namespace namespace, Path directory, Path caDirectory, Path program) {
        this.number = number;
        this.address = address;
        this.namespace = namespace;
        this.directory = make(directory);
        this.caDirectory = caDirectory;
        this.program = program;
        this.apiServer = ApiServer.start(name(), namespace, directory, caDirectory);
        daemons.add(apiServer.daemon());
    }

    /** The highest priority has number 1. */
    public int number() {
        return number;
    }

    /** {@code cp1} and so on. */
    public String name() {
        return "cp" + number;
    }

    /** Its own, beside which it may hold the VIP. */
    public String address() {
        return address;
    }

    public ApiServer apiServer() {
        return apiServer;
    }

    /** Where this node's files are. */
    public Path directory() {
        return directory;
    }

    /** A configuration to begin with: the defaults, watching this node's own apiserver. */
    public AgentConf agentConf() {
        return new AgentConf(name(), address, "127.0.0.1:" + ApiServer.PORT, caDirectory.resolve("ca.crt"));
    }

    /** The CA of the apiservers. */
    public TestCa ca() {
        return TestCa.load(caDirectory);
    }

    /** The certificate of that CA. */
    public Path caFile() {
        return caDirectory.resolve("ca.crt");
    }

    /** Starts an agent; {@code name} tells it from others on this node. */
    public Agent startAgent(String name, AgentConf conf) {
        return Agent.start(name() + " " + name, namespace, program, directory.resolve(name), conf, daemons::add);
    }

    /** Starts keepalived, which keeps its files here, away from the host's. */
    public Daemon startKeepalived(String conf) {
        Path home = make(directory.resolve("keepalived"));
        return start(
                "keepalived",
                List.of(
                        Tools.path("keepalived"),
                        "--dont-fork",
                        "--log-console",
                        "--vrrp",
                        "--use-file=" + write(home.resolve("keepalived.conf"), conf),
                        "--pid=" + home.resolve("keepalived.pid"),
                        "--vrrp_pid=" + home.resolve("vrrp.pid"),
                        "--checkers_pid=" + home.resolve("checkers.pid")));
    }

    /** Starts haproxy with these sections; what it logs and its stats socket are ours. */
    public Haproxy startHaproxy(String sections) {
        Path home = make(directory.resolve("haproxy"));
        Path socket = home.resolve("stats.sock");
        String global = """
                global
                    log stdout format raw local0
                    stats socket %s mode 600 level admin
                """.formatted(socket);
        Path config = write(home.resolve("haproxy.cfg"), global + sections);
        Haproxy haproxy =
                new Haproxy(start("haproxy", List.of(Tools.path("haproxy"), "-db", "-f", config.toString())), socket);
        haproxy.awaitReady();
        return haproxy;
    }

    /** Starts Prometheus; {@code client} asks it. */
    public Prometheus startPrometheus(String conf, Client client) {
        Path home = make(directory.resolve("prometheus"));
        String listen = address + ":9090";
        start(
                "prometheus",
                List.of(
                        Tools.path("prometheus"),
                        "--config.file=" + write(home.resolve("prometheus.yml"), conf),
                        "--storage.tsdb.path=" + home.resolve("data"),
                        "--web.listen-address=" + listen));
        return new Prometheus(client, "http://" + listen);
    }

    /** Gives this node files of its own, as after an installation; the CA is the apiservers'. */
    public NodeSandbox furnish() {
        return NodeSandbox.furnish(
                namespace, make(directory.resolve("room")), program, caDirectory.resolve("ca.crt"), () -> {});
    }

    /** Takes the processor away from everything that runs here, as a snapshot of the machine does. */
    public void freeze() {
        Shell.signalAll("STOP", namespace.pids());
    }

    /** Gives it back. */
    public void thaw() {
        Shell.signalAll("CONT", namespace.pids());
    }

    /** Takes the node's cable out, or puts it in. */
    public void link(boolean up) {
        namespace.ip("link", "set", Network.INTERFACE, up ? "up" : "down");
    }

    /** Runs a command in its network, with the files of this host, to its end. */
    public Shell.Result run(String... command) {
        return Shell.run(namespace.inside(List.of(command)));
    }

    /** Everything that runs here. */
    public List<Long> pids() {
        return namespace.pids();
    }

    /** Whether the VIP is on one of its interfaces at this moment. */
    public boolean holdsVip() {
        return !namespace.ip("-o", "address", "show", "to", Lab.VIP).isBlank();
    }

    /** Everything that was started here, also what has ended. */
    List<Daemon> daemons() {
        return List.copyOf(daemons);
    }

    private Daemon start(String name, List<String> command) {
        Daemon daemon = Daemon.start(name() + " " + name, namespace, directory.resolve(name + ".log"), command);
        daemons.add(daemon);
        return daemon;
    }

    private static Path make(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
