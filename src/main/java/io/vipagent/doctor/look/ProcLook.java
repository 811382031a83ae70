package io.vipagent.doctor.look;

import io.vipagent.doctor.HostFacts.Mount;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the kernel says in /proc, which anybody may read. */
final class ProcLook {
    private static final String LISTENING = "0A";

    private final Root root;

    ProcLook(Root root) {
        this.root = root;
    }

    /** proc(5): the fields before a dash are as many as there are options; the type is behind it. */
    List<Mount> mounts() {
        return root.lines("/proc/self/mountinfo").stream()
                .flatMap(List::stream)
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 6)
                .map(fields -> new Mount(
                        fields[4].replace("\\040", " "),
                        afterDash(fields),
                        Set.of(fields[5].split(",")).contains("ro")))
                .toList();
    }

    private static String afterDash(String[] fields) {
        int dash = List.of(fields).indexOf("-");
        return dash > 0 && dash + 1 < fields.length ? fields[dash + 1] : "";
    }

    /** Ports on which somebody listens, on any address. */
    Optional<Set<Integer>> ports() {
        Optional<List<String>> v4 = root.lines("/proc/net/tcp");
        Stream<String> v6 = root.lines("/proc/net/tcp6").stream().flatMap(List::stream);
        return v4.map(lines -> Stream.concat(lines.stream(), v6)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 3 && fields[3].equals(LISTENING) && fields[1].indexOf(':') > 0)
                .map(fields -> Integer.valueOf(fields[1].substring(fields[1].indexOf(':') + 1), 16))
                .collect(Collectors.toSet()));
    }

    /**
     * Whether addresses may be bound that this node does not have.
     *
     * @param family {@code ipv4} or {@code ipv6}
     */
    Optional<Boolean> nonlocalBind(String family) {
        return root.line("/proc/sys/net/" + family + "/ip_nonlocal_bind").map(value -> !value.equals("0"));
    }

    /** The names of the programs that run, by process id. */
    Map<String, String> processes() {
        Map<String, String> names = new HashMap<>();
        for (String id : root.names("/proc")) {
            if (id.matches("[0-9]+")) {
                root.line("/proc/" + id + "/comm").ifPresent(name -> names.put(id, name));
            }
        }
        return names;
    }

    /** The value of {@code option} on the command line of the first process of this name. */
    Optional<String> option(String program, Set<String> option) {
        return processes().entrySet().stream()
                .filter(process -> process.getValue().equals(program))
                .map(Map.Entry::getKey)
                .sorted()
                .flatMap(id -> root.line("/proc/" + id + "/cmdline").stream())
                .flatMap(line -> after(line.split("\0"), option).stream())
                .findFirst();
    }

    private static Optional<String> after(String[] words, Set<String> option) {
        for (int i = 0; i + 1 < words.length; i++) {
            if (option.contains(words[i])) {
                return Optional.of(words[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** The first part of the node's name. */
    String hostName() {
        return root.line("/proc/sys/kernel/hostname")
                .or(() -> root.line("/etc/hostname"))
                .orElse("")
                .split("\\.", 2)[0];
    }

    /** The users of /etc/passwd. */
    Optional<Set<String>> users() {
        return root.lines("/etc/passwd")
                .map(lines -> new HashSet<>(
                        lines.stream().map(line -> line.split(":", 2)[0]).toList()));
    }
}
