package io.vipagent.tools.init.cluster;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.init.cluster.Cluster.Member;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was decided for a cluster, and what to do next; for people. */
public final class InitSummary {
    private final StringBuilder text = new StringBuilder();

    private InitSummary() {}

    /**
     * Returns the last lines of {@code init}.
     *
     * @param routerIdGiven whether somebody chose the router id, or old files did
     * @param folder where the nodes' folders are
     */
    public static String of(Cluster cluster, boolean routerIdGiven, String folder) {
        InitSummary summary = new InitSummary();
        summary.decided(cluster, routerIdGiven);
        summary.next(cluster, folder);
        return summary.text.toString();
    }

    private void decided(Cluster cluster, boolean routerIdGiven) {
        text.append("Decided:\n");
        row(
                "VIP",
                cluster.vips().stream().map(IpAddresses::text).collect(Collectors.joining(", ")) + " on "
                        + cluster.network().interfaceName() + "; clients use "
                        + IpAddresses.host(cluster.vips().getFirst()) + ":"
                        + cluster.ports().clients());
        if (cluster.setUp().keepalived()) {
            row(
                    "router id",
                    cluster.vrrp().routerId()
                            + (routerIdGiven ? ", as given" : ", the last byte of the first VIP")
                            + "; it must be nobody else's on this subnet");
            row(
                    "priorities",
                    IntStream.range(0, cluster.members().size())
                            .mapToObj(rank -> cluster.members().get(rank).name() + " " + cluster.priority(rank))
                            .collect(Collectors.joining(", ")));
        }
        row("profile", cluster.profile().label());
        if (cluster.setUp().keepalived()) {
            Map<String, Object> timing = Timing.of(cluster);
            for (String promise : new String[] {"verdict", "moved", "allDown"}) {
                row("", String.valueOf(timing.get(promise)));
            }
        } else {
            row("", "kube-vip moves the VIP, and asks the agent by GET /decision: holds and drains count there too.");
        }
    }

    private void next(Cluster cluster, String folder) {
        String first = cluster.members().getFirst().name();
        text.append("Next:\n");
        row(
                "",
                "copy " + folder + " to "
                        + cluster.members().stream().map(Member::name).collect(Collectors.joining(", "))
                        + "; on each, its README says what to run: less " + folder + "/" + first + "/README");
        row(
                "",
                "to add, replace or remove a node, or to choose otherwise: edit " + folder
                        + "/cluster.yaml, then vip-agent init" + " --cluster " + folder + "/cluster.yaml --out "
                        + folder + " --force");
    }

    private void row(String name, String value) {
        text.append("  %-12s %s".formatted(name, value).stripTrailing()).append('\n');
    }
}
