package io.vipagent.lab;

import java.util.ArrayList;
import java.util.List;

/** A network namespace: a host of its own as far as the network goes. */
public record Namespace(String name) implements Netns {
    static Namespace add(String name) {
        Shell.must(List.of(Tools.path("ip"), "netns", "add", name));
        Namespace namespace = new Namespace(name);
        namespace.ip("link", "set", "lo", "up");
        return namespace;
    }

    @Override
    public List<String> inside(List<String> command) {
        // ip replaces itself by the command.
        List<String> all = new ArrayList<>(List.of(Tools.path("ip"), "netns", "exec", name));
        all.addAll(command);
        return all;
    }

    /** Runs {@code ip} in here. */
    String ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Tools.path("ip"), "-n", name));
        command.addAll(List.of(arguments));
        return Shell.must(command);
    }

    /** Every process in here, also those that our processes started. */
    List<Long> pids() {
        return Shell.must(List.of(Tools.path("ip"), "netns", "pids", name))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    /** Ends what is still running in here, and the namespace. */
    void delete() {
        pids().forEach(pid -> Shell.signal("KILL", pid));
        Shell.must(List.of(Tools.path("ip"), "netns", "delete", name));
    }
}
