package io.vipagent.core.status;

import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.status.ClusterView.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The status page: the cluster as one agent sees it, as one HTML document that asks for nothing else. It says in words
 * what is wrong, works without its script, and is never longer than {@link #MAX_BYTES}.
 */
public final class ClusterPage {
    /** The most bytes of a page, whatever the peers and the history say. */
    public static final int MAX_BYTES = 30 * 1024;

    /** How much of the history the page shows. */
    public static final Duration WINDOW = Duration.ofHours(6);

    /** The Content-Security-Policy of the page: its own style and script, and itself again. */
    public static final String POLICY =
            "default-src 'none'; style-src '" + hash(PageAssets.STYLE) + "'; script-src '" + hash(PageAssets.SCRIPT)
                    + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** By then no more of each part is written, in bytes from the beginning; the last leaves room for the end. */
    private static final int PROBLEMS_END = 9_000;

    private static final int VIPS_END = 11_000;
    private static final int NODES_END = 17_000;
    private static final int LANES_BEGIN = 19_000;
    private static final int LANES_END = 22_500;
    private static final int EVENTS_END = 26_000;

    private static final int MAX_EVENTS = 30;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ClusterView view;
    private final List<HistoryEvent> history;
    private final Html html = new Html(MAX_BYTES);

    private ClusterPage(ClusterView view, List<HistoryEvent> history) {
        this.view = view;
        this.history = history;
    }

    /** Returns the page of {@code view} with what {@code history}, oldest first, says of the last hours. */
    public static String of(ClusterView view, List<HistoryEvent> history) {
        return new ClusterPage(view, history).write();
    }

    private String write() {
        html.constant("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .element("title", summary() + " - vip-agent on " + Html.name(view.node()))
                .constant("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .constant("<meta name=\"color-scheme\" content=\"light dark\">")
                .constant("<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>\n<style>")
                .constant(PageAssets.STYLE)
                .constant("</style></head>\n<body><header>")
                .open("h1")
                .text("vip-agent on " + Html.name(view.node()))
                .close("h1")
                .element("p", summary(), "role", "status", "id", "summary", "class", grade())
                .constant("<p id=\"age\" class=\"bad\" role=\"alert\"></p>")
                .constant(
                        "<button id=\"pause\" type=\"button\" hidden aria-pressed=\"false\">Pause</button></header>\n")
                .open("main", "id", "live")
                .line();
        problems();
        vips();
        nodes();
        timeline();
        html.close("main").line();
        links();
        return html.constant("<script>")
                .constant(PageAssets.SCRIPT)
                .constant("</script></body></html>\n")
                .toString();
    }

    private String summary() {
        long severe = view.problems().stream().filter(Problem::severe).count();
        if (view.problems().isEmpty()) {
            return "All is well";
        }
        return severe > 0
                ? severe + (severe == 1 ? " fault" : " faults") + ", "
                        + (view.problems().size() - severe) + " to look at"
                : view.problems().size() + " to look at";
    }

    private String grade() {
        if (view.problems().isEmpty()) {
            return "good";
        }
        return view.problems().stream().anyMatch(Problem::severe) ? "bad" : "warn";
    }

    private void problems() {
        section("wrong", "What is wrong");
        if (view.problems().isEmpty()) {
            html.element("p", "Nothing that this agent knows of.", "class", "good");
        } else {
            html.open("ul");
            int shown = 0;
            for (Problem problem : view.problems()) {
                if (html.length() > PROBLEMS_END) {
                    html.element("li", (view.problems().size() - shown) + " more: vip-agent status --cluster");
                    break;
                }
                html.open("li", "class", problem.severe() ? "bad" : "warn");
                html.element("b", problem.severe() ? "Fault: " : "Look at: ")
                        .text(Html.cut(problem.text()))
                        .close("li");
                shown++;
            }
            html.close("ul");
        }
        end();
    }

    private void vips() {
        section("vips", "Virtual IPs");
        if (view.vips().isEmpty()) {
            html.element("p", "No address is watched: vip is not configured.");
        } else {
            html.open("ul");
            view.vips().stream()
                    .takeWhile(vip -> html.length() < VIPS_END)
                    .forEach(vip -> html.element("li", Html.cut(vip)));
            html.close("ul");
        }
        end();
    }

    private void nodes() {
        section("nodes", "Nodes");
        table("nodes", "table")
                .element(
                        "caption",
                        "What each node is and does, as " + Html.name(view.node()) + " sees it at "
                                + TIME.format(view.time().atZone(ZoneOffset.UTC)) + " UTC");
        new NodesTable(view).write(html, NODES_END);
        html.close("table").close("div");
        end();
    }

    private void timeline() {
        section("history", "The last hours");
        Instant from = view.time().minus(WINDOW);
        if (html.length() <= LANES_BEGIN) {
            new HolderLanes(HolderTimeline.of(history), from, view.time()).write(html, LANES_END);
        }
        List<HistoryEvent> shown = history.stream()
                .filter(event -> event.at().isAfter(from))
                .toList()
                .reversed();
        if (shown.isEmpty()) {
            html.element("p", "Nothing happened here in the last " + WINDOW.toHours() + " hours.");
            end();
            return;
        }
        table("history", "log")
                .element("caption", "What this agent saw, newest first (UTC)")
                .constant("<thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Kind</th><th"
                        + " scope=\"col\">What</th></tr></thead>")
                .open("tbody")
                .line();
        int count = 0;
        for (HistoryEvent event : shown) {
            if (count++ == MAX_EVENTS || html.length() > EVENTS_END) {
                html.constant("<tr><td colspan=\"3\">More: vip-agent history --cluster</td></tr>");
                break;
            }
            html.open("tr").open("td");
            time(event.at());
            html.close("td")
                    .element("td", event.kind().label())
                    .element("td", Html.cut(event.text()))
                    .close("tr")
                    .line();
        }
        html.close("tbody").close("table").close("div");
        end();
    }

    private void links() {
        html.constant("<footer><nav aria-label=\"For programs\"><a href=\"/api/v1/status\">status</a> "
                        + "<a href=\"/api/v1/history\">history</a> <a href=\"/metrics\">metrics</a> "
                        + "<a href=\"/health\">health</a> <a href=\"/decision\">decision</a> <a href=\"/vip\">vip</a> "
                        + "<a href=\"/q/health\">the agent itself</a></nav>")
                .open("p")
                .text("vip-agent " + Html.name(view.version()) + ", ")
                .open("span", "id", "written");
        time(view.time());
        html.constant("</span> UTC. Why did it move: <code>vip-agent why --cluster</code></p></footer>\n");
    }

    private void time(Instant at) {
        html.time(at, view.time());
    }

    /**
     * Begins a table in a region of its own, which a keyboard can scroll; a script that looks for it finds {@code id}.
     */
    private Html table(String section, String id) {
        String heading = section + "-h";
        return html.open(
                        "div",
                        "class",
                        "scroll",
                        "tabindex",
                        "0",
                        "role",
                        "region",
                        "aria-labelledby",
                        heading,
                        "id",
                        id)
                .open("table");
    }

    private void section(String id, String title) {
        html.open("section", "aria-labelledby", id + "-h").element("h2", title, "id", id + "-h");
    }

    private void end() {
        html.close("section").line();
    }

    private static String hash(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
