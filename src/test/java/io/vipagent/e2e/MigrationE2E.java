package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Client;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Live;
import io.vipagent.lab.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code docs/MIGRATION.md}, its very commands, on three nodes of kubeadm's guide with a client that must not notice.
 */
@Timeout(300)
class MigrationE2E {
    private static final int PORT = 8443;

    /** The guide's haproxy leaves a hung apiserver after 36 s; this is a third of that. */
    private static final Duration FAST = Duration.ofSeconds(12);

    @Test
    void nodeByNodeAndToAFasterProfile() throws Exception {
        try (Live live = Live.up()) {
            Lab lab = live.lab();
            lab.client().ask(Lab.VIP, PORT);
            migrate(live);
            assertUnnoticed(live, "node by node");
            for (Node node : lab.nodes()) {
                assertThat(live.log(node, "keepalived").text())
                        .as(node.name())
                        .contains("VRRP_Script(apiserver) succeeded")
                        .doesNotContain("Unable to", "VRRP_Script(apiserver) failed");
            }

            faster(live);
            assertUnnoticed(live, "to a faster profile");

            int mark = live.log(lab.node(1), "haproxy").mark();
            lab.node(2).apiServer().become(Behaviour.SILENT_AFTER_TLS);
            live.await(
                    "the broken apiserver is left",
                    () -> live.log(lab.node(1), "haproxy").since(mark).contains("Server apiservers/cp2 is DOWN"));
            lab.client().settle();
            Client.Report report = lab.client().report();
            System.out.println("a hung apiserver: " + report);
            assertThat(report.trouble()).isLessThan(FAST);
            lab.assertStays(
                    "every request is answered",
                    Duration.ofSeconds(2),
                    () -> lab.client().report().failed() == 0);
        }
    }

    @Test
    void andBack() throws Exception {
        try (Live live = Live.up()) {
            Lab lab = live.lab();
            lab.client().ask(Lab.VIP, PORT);
            migrate(live);
            for (Node node : backupsFirst(lab)) {
                int mark = live.log(node, "keepalived").mark();
                run(live, node, "## Back", "");
                live.await(
                        "the old check counts on " + node.name(),
                        () -> live.log(node, "keepalived")
                                .since(mark)
                                .contains("VRRP_Script(check_apiserver) succeeded"));
            }
            assertUnnoticed(live, "and back");
        }
    }

    private static void migrate(Live live) throws Exception {
        run(live, live.lab().node(1), "## Before", "");
        for (Node node : backupsFirst(live.lab())) {
            run(live, node, "## Node by node", "");
        }
    }

    private static void faster(Live live) throws Exception {
        Lab lab = live.lab();
        String section = "## To a faster profile";
        run(live, lab.node(1), section, "write");
        for (Node node : backupsFirst(lab)) {
            run(live, node, section, "each");
        }
        for (Node backup : lab.others(lab.node(1))) {
            run(live, backup, section, "backups");
        }
        run(live, lab.node(1), section, "holder");
        for (Node backup : lab.others(lab.node(1))) {
            run(live, backup, section, "again");
        }
    }

    private static List<Node> backupsFirst(Lab lab) {
        return lab.nodes().reversed();
    }

    private static void assertUnnoticed(Live live, String what) {
        Client client = live.lab().client();
        client.settle();
        Client.Report report = client.report();
        System.out.println(what + ": " + report);
        assertThat(report.failed()).as(() -> what + "\n" + live.logs()).isZero();
        assertThat(report.succeeded()).isGreaterThan(20);
        assertThat(live.moves())
                .as(() -> "the VIP stays, " + what + "\n" + live.logs())
                .isEmpty();
        assertThat(live.lab().node(1).holdsVip()).isTrue();
    }

    /** Runs the commands of a section of the document, or those below one of its marks, as for this node. */
    private static void run(Live live, Node node, String section, String mark) throws Exception {
        String text = Files.readString(Path.of("docs/MIGRATION.md"));
        text = text.substring(text.indexOf(section + "\n"));
        int end = text.indexOf("\n## ", 1);
        text = end < 0 ? text : text.substring(0, end);
        String from = "<!-- " + mark + " -->";
        if (!mark.isEmpty()) {
            text = text.substring(text.indexOf(from) + from.length());
            int next = text.indexOf("<!--");
            text = next < 0 ? text : text.substring(0, next);
        }
        List<String> lines = text.lines()
                .filter(line -> line.matches(" {4,}\\S.*"))
                .map(String::strip)
                .toList();
        assertThat(lines).as(section + " " + mark).isNotEmpty();
        lines.forEach(line -> live.run(node, line.replace("nodes/cp3/", "nodes/" + node.name() + "/")));
    }
}
