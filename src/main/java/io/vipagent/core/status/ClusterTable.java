package io.vipagent.core.status;

import io.vipagent.core.status.ClusterView.Problem;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The cluster as a table for a terminal, a line for each node; {@code top} reads it again by its columns. */
public final class ClusterTable {
    /** The first column, by which the table is found. */
    static final String NODE = "NODE";

    private static final List<String> HEAD =
            List.of(NODE, "VIP", "VRRP", "APISERVER", "HAPROXY", "DECISION", "CERT", "CLOCK");
    private static final List<String> MORE = List.of("KEEPALIVED", "VERSION", "LAST TAKEOVER", "URL", "WHY");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);
    private static final int MAX_NAME_LENGTH = 30;

    private ClusterTable() {}

    /**
     * {@code view} in lines that end with a line feed.
     *
     * @param wide whether every column is shown
     */
    public static String of(ClusterView view, boolean wide) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(HEAD);
        if (wide) {
            head.addAll(MORE);
        }
        rows.add(head);
        view.nodes().forEach(node -> rows.add(row(node, view, wide)));
        StringBuilder out = new StringBuilder();
        view.vips().forEach(vip -> out.append("VIP      ").append(vip).append('\n'));
        for (Problem problem : view.problems()) {
            out.append(problem.severe() ? "fault    " : "look at  ")
                    .append(problem.text())
                    .append('\n');
        }
        if (view.problems().isEmpty()) {
            out.append("all is well, as ").append(view.node()).append(" sees it\n");
        }
        return out.append('\n').append(Columns.layOut(rows)).toString();
    }

    private static List<String> row(NodeRow node, ClusterView view, boolean wide) {
        List<String> row = new ArrayList<>(List.of(
                cut(node.name()) + (node.own() ? "*" : ""),
                node.holder().label(),
                vrrp(node),
                node.apiserver(),
                node.haproxy(),
                node.answers() ? node.decision() : "?",
                node.certificateDays(view.time())
                        .map(days -> days < 0 ? "expired" : days + "d")
                        .orElse(NodeRow.NOTHING),
                node.clockText()));
        if (wide) {
            row.add(
                    node.details().keepalived().isEmpty()
                            ? NodeRow.NOTHING
                            : node.details().keepalived());
            row.add(
                    node.details().version().isEmpty()
                            ? NodeRow.NOTHING
                            : node.details().version());
            row.add(node.lastTakeover()
                    .map(at -> DATE.format(at.atZone(ZoneOffset.UTC)))
                    .orElse(NodeRow.NOTHING));
            row.add(node.url().orElse(NodeRow.NOTHING));
            row.add(node.answers() ? node.details().why() : node.contact());
        }
        return row;
    }

    private static String vrrp(NodeRow node) {
        String all = node.details().vrrp().stream()
                .map(instance -> instance.state()
                        + (instance.priority().isPresent()
                                ? " " + instance.priority().getAsInt()
                                : ""))
                .distinct()
                .collect(Collectors.joining(","));
        return all.isEmpty() ? NodeRow.NOTHING : all;
    }

    private static String cut(String name) {
        return name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH - 2) + ".." : name;
    }
}
