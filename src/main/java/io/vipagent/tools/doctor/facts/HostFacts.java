package io.vipagent.tools.doctor.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts of the machine; a part that could not be looked at is empty.
 *
 * @param files what is at each path that the configurations name, and at the directories above it
 * @param users the users that there are, by name, each with its first group
 * @param groups the numbers of the groups that there are, by name
 * @param mounts in the order of /proc/self/mountinfo
 * @param keepalived its version
 * @param haproxy its version
 * @param interfaces the network's
 * @param nonlocalBind whether IPv4 addresses may be bound that this node does not have
 * @param nonlocalBindIpv6 the same for IPv6
 * @param ports TCP ports on which somebody listens
 * @param processes the names of the programs that run
 * @param units what systemd says of each unit: {@code enabled}, {@code disabled} and so on
 * @param haproxyStart when the youngest process of haproxy was started: a reload starts one
 * @param complaints what keepalived and haproxy say of their own files
 */
public record HostFacts(
        Map<String, FileFact> files,
        Optional<Map<String, Account>> users,
        Map<String, Integer> groups,
        List<Mount> mounts,
        Optional<ToolVersion> keepalived,
        Optional<ToolVersion> haproxy,
        List<Network> interfaces,
        Optional<Boolean> nonlocalBind,
        Optional<Boolean> nonlocalBindIpv6,
        Optional<Set<Integer>> ports,
        Optional<Set<String>> processes,
        Map<String, String> units,
        Optional<Instant> haproxyStart,
        List<Complaint> complaints) {
    /**
     * What {@code keepalived -t} or {@code haproxy -c} says of its file.
     *
     * @param program {@code keepalived} or {@code haproxy}
     * @param refused whether the program does not take the file, or leaves out what this is about
     * @param location {@code FILE:LINE}, or the file
     */
    public record Complaint(String program, boolean refused, String location, String text) {}

    /** A mounted file system; {@code readOnly} for whoever looks from here. */
    public record Mount(String point, String type, boolean readOnly) {}

    /** A network interface and its addresses with their prefix, such as {@code 192.0.2.11/24}. */
    public record Network(String name, List<String> addresses) {}

    /** Returns what is at {@code path}; unknown where nobody looked. */
    public FileFact file(String path) {
        return Optional.ofNullable(files.get(path)).orElse(FileFact.unknown(path));
    }
}
