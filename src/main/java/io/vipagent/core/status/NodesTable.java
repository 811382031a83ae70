package io.vipagent.core.status;

import java.util.List;
import java.util.Optional;

/** The table of the nodes on the status page: a row for each, with what it is, does and says. */
final class NodesTable {
    private static final List<String> COLUMNS = List.of(
            "Node",
            "VIP",
            "VRRP",
            "Priority",
            "Apiserver",
            "haproxy",
            "Decision",
            "Reason",
            "Certificate",
            "Clock",
            "Version",
            "Last takeover");

    private final ClusterView view;

    NodesTable(ClusterView view) {
        this.view = view;
    }

    /** Writes the head and the rows; once {@code html} has {@code maxLength} bytes, how many more there are. */
    void write(Html html, int maxLength) {
        html.open("thead").open("tr");
        COLUMNS.forEach(column -> html.element("th", column, "scope", "col"));
        html.close("tr").close("thead").open("tbody").line();
        int shown = 0;
        for (NodeRow node : view.nodes()) {
            if (html.length() > maxLength) {
                html.open("tr")
                        .element(
                                "td",
                                (view.nodes().size() - shown) + " more: vip-agent status --cluster",
                                "colspan",
                                Integer.toString(COLUMNS.size()))
                        .close("tr");
                break;
            }
            row(html, node, shown++);
        }
        html.close("tbody");
    }

    private void row(Html html, NodeRow node, int index) {
        html.open("tr").open("th", "scope", "row");
        Optional<String> link = node.url().filter(url -> url.startsWith("http://") || url.startsWith("https://"));
        if (link.isPresent()) {
            html.element("a", Html.name(node.name()), "href", link.get() + "/", "id", "node" + index);
        } else {
            html.text(Html.name(node.name()));
        }
        if (node.own()) {
            html.element("small", " (this node)");
        }
        html.close("th");
        if (!node.answers()) {
            cell(html, "unknown", "warn", "?");
            html.element(
                    "td", Html.cut(node.contact()), "colspan", Integer.toString(COLUMNS.size() - 3), "class", "warn");
        } else {
            boolean holds = node.holder() == NodeRow.Holding.YES;
            cell(html, holds ? "holds it" : node.holder().label(), holds ? "good" : "", holds ? "\u25cf" : "");
            html.element("td", Html.name(node.vrrpState())).element("td", Html.name(node.priority()));
            state(html, node.apiserver());
            state(html, node.haproxy());
            state(html, node.decision());
            html.element(
                    "td",
                    node.decision().equals("granted")
                            ? ""
                            : Html.cut(node.details().why()));
            certificate(html, node);
            html.element(
                            "td",
                            node.clockText()
                                    + node.uncertainty()
                                            .map(uncertainty -> " \u00b1 " + Math.max(1, uncertainty.toMillis()) + "ms")
                                            .orElse(""))
                    .element("td", Html.name(node.details().version()));
        }
        html.open("td");
        node.lastTakeover().ifPresentOrElse(at -> html.time(at, view.time()), () -> html.text(NodeRow.NOTHING));
        html.close("td").close("tr").line();
    }

    private void certificate(Html html, NodeRow node) {
        Optional<Long> days = node.certificateDays(view.time());
        if (days.isEmpty()) {
            html.element("td", NodeRow.NOTHING);
        } else if (days.get() < 0) {
            cell(html, "expired", "bad", "\u2717");
        } else {
            boolean soon = days.get() < ClusterView.MIN_CERTIFICATE_DAYS;
            cell(html, days.get() + (days.get() == 1 ? " day" : " days"), soon ? "warn" : "", soon ? "!" : "");
        }
    }

    private static void state(Html html, String word) {
        switch (word) {
            case "up", "granted" -> cell(html, word, "good", "\u2713");
            case "down", "denied", "stale" -> cell(html, word, "bad", "\u2717");
            case NodeRow.NOTHING -> html.element("td", word);
            default -> cell(html, word, "warn", "!");
        }
    }

    /** A word never stands for itself by colour alone: a sign goes before it. */
    private static void cell(Html html, String word, String grade, String sign) {
        html.open("td", "class", grade);
        if (!sign.isEmpty()) {
            html.element("span", sign + " ", "aria-hidden", "true");
        }
        html.text(Html.name(word)).close("td");
    }
}
