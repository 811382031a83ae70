package io.vipagent.lab;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Each coming and going of the VIP on some hosts, by the kernel's own events. */
public final class VipMoves implements AutoCloseable {
    private final Map<String, Daemon> monitors = new TreeMap<>();
    private final Map<String, Integer> marks = new TreeMap<>();

    /** Listens from now on. */
    VipMoves(Map<String, NodeSandbox> rooms) {
        rooms.forEach((name, room) ->
                monitors.put(name, room.start(name + " events", "ip", "-ts", "monitor", "address")));
        forget();
    }

    /** Those since {@link #forget}, or since it listens. */
    public List<String> list() {
        return monitors.entrySet().stream().flatMap(each -> lines(each.getKey(), each.getValue())).toList();
    }

    /** On how many nodes the VIP came. */
    public int arrivals() {
        return (int) list().stream().filter(line -> !line.contains("Deleted")).count();
    }

    /** Begins at nothing. */
    public void forget() {
        monitors.forEach((name, monitor) -> marks.put(name, monitor.log().mark()));
    }

    private Stream<String> lines(String name, Daemon monitor) {
        return monitor.log()
                .since(marks.getOrDefault(name, 0))
                .lines()
                .filter(line -> line.contains(" " + Lab.VIP + "/"))
                .map(line -> name + ": " + line);
    }

    /** All of them. */
    List<Daemon> daemons() {
        return List.copyOf(monitors.values());
    }

    @Override
    public void close() {
        monitors.values().forEach(Daemon::close);
    }
}
