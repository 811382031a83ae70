package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Browser;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The status page of three real nodes in a real browser. With {@code VIP_AGENT_PICTURES=docs/images} it also writes the
 * pictures of the documents.
 */
@Tag("side-by-side")
@Timeout(400)
class StatusPageE2E {
    private static final Duration REFRESHED = Duration.ofSeconds(7);

    @AutoClose
    private static Cluster cluster;

    private static Browser browser;

    @BeforeAll
    static void start(@TempDir Path home) {
        cluster = Cluster.up(3, "systemd", "recommended", "--http-tls=false");
        browser = new Browser(cluster.room(cluster.lab().node(1)), home.resolve("chromium"));
    }

    @Test
    void showsWhatTheClusterGoesThrough() throws IOException {
        Node cp1 = cluster.lab().node(1);
        Node cp2 = cluster.lab().node(2);
        Node cp3 = cluster.lab().node(3);

        awaitPage(cp1, "10.77.0.100 is held by cp1</li>", "<td>BACKUP</td>");
        Browser.Page healthy = browser.open(url(cp1), REFRESHED);
        assertThat(healthy.dom())
                .contains(">cp1<small> (this node)</small>", ">cp2</a>", ">cp3</a>", "held it from")
                .contains("<button id=\"pause\" type=\"button\" aria-pressed=\"false\">Pause</button>")
                .contains("<p id=\"age\" class=\"bad\" role=\"alert\"></p>")
                .doesNotContain("Fault: ");
        // Style and script are the ones that the policy names, and nothing else was asked for.
        assertThat(healthy.log()).doesNotContain("Content Security Policy", "Refused", "Uncaught");
        photograph("page-healthy", cp1, false);
        photograph("page-healthy-dark", cp1, true);

        // Its haproxy serves by the others, so the address stays.
        cp1.apiServer().become(Behaviour.REFUSE);
        awaitPage(cp1, "10.77.0.100 is held by cp1</li>", "cp1: CONNECT_REFUSED local");
        awaitPage(cp2, "cp1: CONNECT_REFUSED local");
        Browser.Page dead = browser.open(url(cp2), REFRESHED);
        assertThat(dead.dom()).contains("\u2717 </span>down</td>", ">cp2<small> (this node)</small>");
        photograph("page-apiserver-dead", cp2, false);
        cp1.apiServer().become(Behaviour.OK);
        cluster.await(
                "cp1's agent has seen it",
                () -> !cluster.room(cp1)
                        .run("vip-agent", "status", "--cluster")
                        .out()
                        .contains("CONNECT_REFUSED"));

        assertThat(cluster.room(cp1)
                        .run("vip-agent", "drain", "kernel <b>update</b>")
                        .exitCode())
                .isZero();
        cluster.awaitVipOn(cp2);
        awaitPage(cp1, "cp1 may not hold the VIP: MAINTENANCE kernel &lt;b&gt;update&lt;/b&gt;", "<td>drain</td>");
        // At rest peers are asked every three seconds: cp2 asks cp1 again since it took the VIP, and then knows why.
        cluster.await("the status of cp2 says it too", () -> {
            String status =
                    cluster.room(cp2).run("vip-agent", "status", "--cluster").out();
            return status.contains("VIP      10.77.0.100 is held by cp2\n")
                    && status.contains("look at  cp1 may not hold the VIP: MAINTENANCE");
        });
        assertThat(cluster.room(cp2).run("vip-agent", "top", "--count", "1").out())
                .startsWith("vip-agent top  ")
                .contains("\n  cp2*  yes  MASTER ");
        assertThat(browser.open(url(cp1), REFRESHED).dom()).doesNotContain("<b>update</b>");
        photograph("page-drained", cp1, false);
        assertThat(cluster.room(cp1).run("vip-agent", "resume").exitCode()).isZero();
        cluster.awaitVipOn(cp1);

        // It keeps the address, and is not heard any more.
        cluster.keepalived(cp1).freezeWithChildren();
        awaitPage(cp1, "<b>Fault: </b>10.77.0.100 is held by 2 nodes at once: cp1, cp2", "keepalived is frozen");
        assertThat(browser.open(url(cp1), REFRESHED).dom()).contains("id=\"summary\" class=\"bad\">");
        photograph("page-split-brain", cp1, false);
        cluster.keepalived(cp1).thawWithChildren();
        cluster.awaitVipOn(cp1);

        cluster.agent(cp3).kill();
        // The history may say it of the start too, before that agent was there.
        awaitPage(cp1, "peer http://10.77.0.13:9706 is unknown (CONNECT_REFUSED", "? </span>unknown</td>");
        assertThat(browser.open(url(cp1), REFRESHED).dom()).contains("? </span>unknown</td>");
        photograph("page-agent-unreachable", cp1, false);

        // An old page does not look like news.
        cluster.agent(cp1).kill();
        assertThat(cluster.room(cp1)
                        .run("curl", "-s", "--max-time", "2", url(cp1))
                        .exitCode())
                .isNotZero();
    }

    private static void awaitPage(Node node, String... parts) {
        Callable<Boolean> condition = () -> {
            String page = cluster.room(node)
                    .run("curl", "-s", "--max-time", "3", "-H", "Accept: text/html", url(node))
                    .out();
            for (String part : parts) {
                if (!page.contains(part)) {
                    return false;
                }
            }
            return true;
        };
        cluster.await("the page of " + node.name() + " says " + String.join(", ", parts), condition);
    }

    private static String url(Node node) {
        return "http://" + node.address() + ":9706/";
    }

    private static void photograph(String name, Node node, boolean dark) throws IOException {
        Optional<String> folder = Optional.ofNullable(System.getenv("VIP_AGENT_PICTURES"));
        if (folder.isPresent()) {
            Path directory = Files.createDirectories(Path.of(folder.get()).toAbsolutePath());
            browser.photograph(url(node), directory.resolve(name + ".png"), 800, dark);
        }
    }
}
