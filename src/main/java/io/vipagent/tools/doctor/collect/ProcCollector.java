package io.vipagent.tools.doctor.collect;

import io.vipagent.platform.HostName;
import io.vipagent.tools.doctor.facts.Account;
import io.vipagent.tools.doctor.facts.HostFacts.Mount;
import io.vipagent.tools.host.HostRoot;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the kernel says in /proc, which anybody may read. */
final class ProcCollector {
    private static final String LISTENING = "0A";
    /** Behind the name, which is the second field. */
    private static final int START_FIELD = 19;

    private static final int MILLIS_PER_TICK = 10;
    private static final Pattern USER = Pattern.compile("([^:]+):[^:]*:([0-9]{1,10}):([0-9]{1,10}):");
    private static final Pattern GROUP = Pattern.compile("([^:]+):[^:]*:([0-9]{1,10}):");

    private final HostRoot root;

    ProcCollector(HostRoot root) {
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
     * Returns whether addresses may be bound that this node does not have.
     *
     * @param family {@code ipv4} or {@code ipv6}
     */
    Optional<Boolean> nonlocalBind(String family) {
        return root.line("/proc/sys/net/" + family + "/ip_nonlocal_bind").map(value -> !value.equals("0"));
    }

    /** Returns the names of the programs that run, by process id. */
    Map<String, String> processes() {
        Map<String, String> names = new HashMap<>();
        for (String id : root.names("/proc")) {
            if (id.matches("[0-9]+")) {
                root.line("/proc/" + id + "/comm").ifPresent(name -> names.put(id, name));
            }
        }
        return names;
    }

    /**
     * Returns when the youngest process of this name was started (proc(5): the 22nd field of stat, in hundredths of a
     * second).
     */
    Optional<Instant> youngest(String program) {
        Optional<Long> boot = root.lines("/proc/stat").stream()
                .flatMap(List::stream)
                .filter(line -> line.matches("btime [0-9]{1,12}"))
                .map(line -> Long.valueOf(line.substring("btime ".length())))
                .findFirst();
        return boot.flatMap(seconds -> processes().entrySet().stream()
                .filter(process -> process.getValue().equals(program))
                .flatMap(process -> root.line("/proc/" + process.getKey() + "/stat").stream())
                // The name in parentheses may hold blanks.
                .map(line -> line.substring(line.lastIndexOf(')') + 1).strip().split(" "))
                .filter(fields -> fields.length > START_FIELD && fields[START_FIELD].matches("[0-9]{1,15}"))
                .map(fields -> Instant.ofEpochSecond(seconds)
                        .plusMillis(Long.parseLong(fields[START_FIELD]) * MILLIS_PER_TICK))
                .max(Comparator.naturalOrder()));
    }

    /** Returns the value of {@code option} on the command line of the first process of this name. */
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

    /** Returns the first part of the node's name. */
    String hostName() {
        return root.line(HostName.FILE)
                .or(() -> root.line("/etc/hostname"))
                .orElse("")
                .split("\\.", 2)[0];
    }

    /** Returns the users of /etc/passwd; of two lines for one name the first counts. */
    Optional<Map<String, Account>> users() {
        return root.lines("/etc/passwd").map(lines -> {
            Map<String, Account> users = new HashMap<>();
            for (String line : lines) {
                Matcher user = USER.matcher(line);
                if (user.lookingAt()) {
                    users.putIfAbsent(user.group(1), new Account(id(user.group(2)), id(user.group(3))));
                }
            }
            return users;
        });
    }

    /** Returns the groups of /etc/group; none where it cannot be read. */
    Map<String, Integer> groups() {
        Map<String, Integer> groups = new HashMap<>();
        for (String line : root.lines("/etc/group").orElse(List.of())) {
            Matcher group = GROUP.matcher(line);
            if (group.lookingAt()) {
                groups.putIfAbsent(group.group(1), id(group.group(2)));
            }
        }
        return groups;
    }

    /** As Java shows the numbers of a file: those above 2^31 are negative. */
    private static int id(String digits) {
        return (int) Long.parseLong(digits);
    }
}
