package io.vipagent.lab;

import io.vipagent.fake.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Control-plane nodes and a client, each in a network namespace, with real keepalived, haproxy and Prometheus and the
 * real program under test. Needs root. Nothing of the host is touched but {@code /run/netns}, where {@code ip} keeps
 * the names, and a temporary directory; all of it is gone after {@link #close}, or when this JVM ends.
 */
public final class Lab implements AutoCloseable {
    /** What keepalived moves. */
    public static final String VIP = "10.77.0.100";

    static final String SUBNET = "10.77.0.0/24";

    private final Path directory;
    private final AgentProgram program;
    private final Network network;
    private final AtExit hook = AtExit.run(this::dismantle);
    private final Await await = new Await(this::daemons);
    private final List<Node> nodes = new ArrayList<>();
    private @Nullable Client client;

    private Lab(Path directory, AgentProgram program) {
        this.directory = directory;
        this.program = program;
        this.network = new Network(
                "vip-agent-%06x-".formatted(ThreadLocalRandom.current().nextInt(1 << 24)));
    }

    /** Everything that a lab with all its programs lacks here; empty where {@link #open(int)} will do. */
    public static List<String> missing() {
        return Tools.missing(Tools.ALL);
    }

    /** The same for a lab where only these programs will be started. */
    public static List<String> missing(String... programs) {
        return Tools.missing(List.of(programs));
    }

    /**
     * Makes nodes with healthy apiservers and nothing else on them, and a client.
     *
     * @throws IllegalStateException where anything is {@link #missing()}
     */
    public static Lab open(int size) {
        return open(size, Tools.ALL.toArray(String[]::new));
    }

    /** The same where only these programs will be started. */
    public static Lab open(int size, String... programs) {
        List<String> missing = missing(programs);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the lab cannot be set up here; missing: " + String.join("; ", missing));
        }
        AgentProgram program = AgentProgram.underTest();
        Lab lab = new Lab(TemporaryDirectory.make("vip-agent-lab"), program);
        try {
            lab.build(size);
            return lab;
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /** What is under test. */
    public AgentProgram program() {
        return program;
    }

    /** Number 1 has the highest priority. */
    public Node node(int number) {
        return nodes.get(number - 1);
    }

    /** In the order of their priorities. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** All but this one. */
    public List<Node> others(Node node) {
        return nodes.stream().filter(other -> other != node).toList();
    }

    public Client client() {
        return Objects.requireNonNull(client);
    }

    /**
     * Makes a host without an apiserver, such as a load balancer, with files of its own; whoever asks for it closes it.
     */
    public NodeSandbox host(String name, String address) {
        return NodeSandbox.furnish(
                network.host(name, address),
                directory.resolve(name),
                directory.resolve("vip-agent"),
                directory.resolve("ca.crt"),
                () -> {});
    }

    /** Where files that belong to no node may be kept. */
    public Path directory() {
        return directory;
    }

    /** The one node that holds the VIP; empty where none does, or more than one. */
    public Optional<Node> holder() {
        List<Node> holders = nodes.stream().filter(Node::holdsVip).toList();
        return holders.size() == 1 ? Optional.of(holders.getFirst()) : Optional.empty();
    }

    /** Waits until this node holds the VIP and no other does. */
    public void awaitVipOn(Node node) {
        await("the VIP is on " + node.name() + " alone", () -> holder().equals(Optional.of(node)));
    }

    /** Waits for a condition; where it does not come, the error holds the end of every log. */
    public void await(String what, Callable<Boolean> condition) {
        await.await(what, condition);
    }

    /** Fails, with the end of every log, unless the condition is true all this time. */
    public void assertStays(String what, Duration time, Callable<Boolean> condition) {
        await.assertStays(what, time, condition);
    }

    /** What the names of this run's namespaces begin with. */
    public String prefix() {
        return network.prefix();
    }

    /** The namespaces with this prefix that there are. */
    public static List<String> namespaces(String prefix) {
        return Network.existing(prefix);
    }

    /** Every process in the namespaces, also those that our processes started. */
    public List<ProcessHandle> processes() {
        return network.processes();
    }

    /** Every process that was started, also what has ended. */
    public List<Daemon> daemons() {
        return Stream.concat(
                        nodes.stream().flatMap(node -> node.daemons().stream()),
                        Optional.ofNullable(client).map(Client::daemon).stream())
                .toList();
    }

    /** Ends every process and removes every namespace and file; fails where something is left. */
    @Override
    public void close() {
        // The hook stays until all is done: a JVM that is ended meanwhile waits for it, and it waits for us.
        dismantle();
        hook.remove();
        List<String> left = new ArrayList<>(namespaces(prefix()));
        daemons().stream().filter(Daemon::alive).map(Daemon::name).forEach(left::add);
        if (!left.isEmpty()) {
            throw new IllegalStateException("the lab left behind: " + left);
        }
    }

    /** Together with {@link #dismantle}: an end in the middle waits until there is something to take down whole. */
    private synchronized void build(int size) {
        TestCa.ec("kubernetes").writeTo(directory);
        Path executable = program.install(directory);
        for (int number = 1; number <= size; number++) {
            String address = "10.77.0." + (10 + number);
            Namespace namespace = network.host("cp" + number, address);
            nodes.add(new Node(number, address, namespace, directory.resolve("cp" + number), directory, executable));
        }
        Client guest = Client.start(network.host("client", "10.77.0.200"), directory, directory);
        client = guest;
        nodes.forEach(node -> node.apiServer().awaitReady());
        guest.awaitReady();
        nodes.forEach(node -> guest.greet(node.address(), ApiServer.PORT));
    }

    private synchronized void dismantle() {
        List<Daemon> all = daemons();
        // All at once, since some take their time.
        all.forEach(Daemon::terminate);
        all.forEach(Daemon::close);
        network.close();
        TemporaryDirectory.delete(directory);
    }
}
