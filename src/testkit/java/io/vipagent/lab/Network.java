package io.vipagent.lab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Namespaces on one Ethernet segment. The bridge is in a namespace too, so that the host gets neither an interface nor
 * an address. The prefix is this run's own, so that runs at the same time never meet.
 */
final class Network implements AutoCloseable {
    static final String INTERFACE = "eth0";

    private final String prefix;
    private final List<Namespace> namespaces = new ArrayList<>();
    private @Nullable Namespace bridge;

    Network(String prefix) {
        this.prefix = prefix;
    }

    /** A host on the segment. */
    Namespace host(String name, String address) {
        Namespace segment = segment();
        Namespace host = add(name);
        host.ip("link", "add", INTERFACE, "type", "veth", "peer", "name", name, "netns", segment.name());
        host.ip("address", "add", address + "/24", "dev", INTERFACE);
        host.ip("link", "set", INTERFACE, "up");
        segment.ip("link", "set", name, "master", "br0", "up");
        return host;
    }

    private Namespace segment() {
        if (bridge != null) {
            return bridge;
        }
        Namespace segment = add("bridge");
        segment.ip("link", "add", "br0", "type", "bridge", "forward_delay", "0", "mcast_snooping", "0");
        segment.ip("link", "set", "br0", "up");
        bridge = segment;
        return segment;
    }

    String prefix() {
        return prefix;
    }

    List<ProcessHandle> processes() {
        return namespaces.stream()
                .flatMap(namespace -> namespace.pids().stream())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    /** Those with this prefix that there are. */
    static List<String> existing(String prefix) {
        return Shell.must(List.of(Tools.path("ip"), "netns", "list"))
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Override
    public void close() {
        namespaces.reversed().forEach(Namespace::delete);
        namespaces.clear();
    }

    private Namespace add(String name) {
        Namespace namespace = Namespace.add(prefix + name);
        namespaces.add(namespace);
        return namespace;
    }
}
