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
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code docs/NODES.md}, its very commands: a node is added to three, one gets another address, and the first one,
 * which holds the VIP, is removed, while a client asks twenty times a second.
 */
@Timeout(180)
class NodesE2E {
    private static final int PORT = 8443;

    /** Of the profile {@code recommended}. */
    private static final Duration ADVERTISEMENT = Duration.ofMillis(200);

    /** Twenty new connections a second, and five that stay. */
    private static final Client.Manner CLIENT = Client.Manner.PATIENT;

    @AutoClose
    private static Live live;

    /** Name to host, in the order of the priorities; a node that is replaced is another host. */
    private static final Map<String, Node> NODES = new TreeMap<>();

    private static Path page;

    /** What init has written of three nodes runs, as their READMEs say. */
    @BeforeAll
    static void start() throws Exception {
        page = Path.of("docs/NODES.md").toAbsolutePath();
        live = Live.bare(5);
        Lab lab = live.lab();
        for (int number = 1; number <= 3; number++) {
            NODES.put("cp" + number, lab.node(number));
        }
        live.run(
                lab.node(1),
                "vip-agent init --set-up systemd --vip " + Lab.VIP + " --interface eth0 --unicast --out nodes "
                        + NODES.entrySet().stream()
                                .map(each -> "--node " + each.getKey() + "="
                                        + each.getValue().address())
                                .collect(Collectors.joining(" ")));
        for (String name : NODES.keySet()) {
            install(name);
        }
        live.await("the VIP is on cp1 alone", () -> holds("cp1"));
        live.vipMoves().forget();
        // These hosts have no apiserver before kubeadm join.
        lab.node(4).apiServer().become(Behaviour.REFUSE);
        lab.node(5).apiServer().become(Behaviour.REFUSE);
        lab.client().ask(Lab.VIP, PORT, CLIENT);
    }

    @Test
    void aNodeIsAddedOneReplacedAndTheHolderRemoved() throws Exception {
        Lab lab = live.lab();

        NODES.put("cp4", lab.node(4));
        writeFiles();
        for (String name : List.of("cp3", "cp2", "cp1")) {
            bring(name);
        }
        live.await(
                "status names why cp4 is not there", () -> status("cp1").matches("(?s).*cp4 [^\n]*CONNECT_REFUSED.*"));
        install("cp4");
        live.await(
                "status shows cp4 up",
                () -> live.run(node("cp1"), "vip-agent status || :")
                        .lines()
                        .anyMatch(line -> line.matches(".*\\bcp4\\b.*\\bup\\b.*")));
        // Nobody hears of a node that comes: connections that stay are none the wiser.
        assertThat(assertUnnoticed("add").kept().cut()).isZero();

        run(node("cp2"), "cp2", "Replace", "old");
        lab.node(2).apiServer().become(Behaviour.REFUSE);
        NODES.put("cp2", lab.node(5));
        writeFiles();
        for (String name : List.of("cp4", "cp3", "cp1")) {
            bring(name);
        }
        install("cp2");
        live.await("cp2 can take the VIP", () -> status("cp2").contains("BACKUP"));
        assertUnnoticed("replace");

        run(node("cp1"), "cp1", "Remove", "old");
        live.await("the VIP is on cp2 alone", () -> holds("cp2"));
        lab.node(1).apiServer().become(Behaviour.REFUSE);
        NODES.remove("cp1");
        writeFiles();
        for (String name : List.of("cp4", "cp3", "cp2")) {
            bring(name);
        }
        Client.Report report = report("remove");
        assertThat(report.failed()).as(() -> live.logs()).isLessThanOrEqualTo(2);
        assertThat(lasting(live.moves()))
                .as(() -> "the VIP moves once, as the page says\n" + live.moves() + "\n" + live.logs())
                .containsExactlyInAnyOrder("cp1 -", "cp5 +");
        live.vipMoves().forget();
        assertClean();
        assertUnnoticed("afterwards");
    }

    /**
     * What came or went, without what came and went again within an advertisement: the skews of two backups differ by 8
     * ms, and on a busy machine both take the VIP in one moment, until the one hears the other.
     */
    private static List<String> lasting(List<String> moves) {
        List<String> lasting = new ArrayList<>();
        Map<String, LocalDateTime> taken = new TreeMap<>();
        for (String move : moves) {
            String node = move.replaceFirst(": .*", "");
            boolean gone = move.contains("Deleted");
            LocalDateTime since = taken.getOrDefault(node, LocalDateTime.MIN);
            if (gone && at(move).isBefore(since.plus(ADVERTISEMENT))) {
                lasting.remove(node + " +");
            } else {
                lasting.add(node + (gone ? " -" : " +"));
            }
            taken.put(node, gone ? LocalDateTime.MIN : at(move));
        }
        return lasting;
    }

    private static LocalDateTime at(String move) {
        return LocalDateTime.parse(move.replaceFirst(".*?\\[([^]]*)].*", "$1"));
    }

    /** The cluster is these nodes, and doctor finds nothing in the files of all of them. */
    private static void assertClean() {
        for (String name : NODES.keySet()) {
            String others = NODES.keySet().stream()
                    .filter(other -> !other.equals(name))
                    .map(other -> "nodes/" + other + "/etc/keepalived/keepalived.conf")
                    .collect(Collectors.joining(" "));
            String doctor = live.run(
                    node(name),
                    "vip-agent doctor --listen 2s --keepalived /etc/keepalived/keepalived.conf " + others + " || :");
            assertThat(doctor).as(name).contains("nothing found");
            String status = live.run(node(name), "vip-agent status --cluster -o wide || :");
            assertThat(status).as(name).contains("cp2", "cp3", "cp4").doesNotContain("cp1", "10.77.0.12");
        }
    }

    /** Brings the edit of cluster.yaml that this step is, by the page's own command. */
    private static void writeFiles() throws Exception {
        Path file = live.lab().directory().resolve("nodes/cluster.yaml");
        String text = Files.readString(file);
        String nodes = NODES.entrySet().stream()
                .map(each -> "  " + each.getKey() + ": " + each.getValue().address() + "\n")
                .collect(Collectors.joining());
        String edited = text.replaceFirst("(?m)^node:\n(  .*\n)+", "node:\n" + nodes);
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(file, edited);
        run(live.lab().node(3), "", "", "write");
    }

    /** What the page says for each node that stays. */
    private static void bring(String name) throws Exception {
        run(node(name), name, "", "each");
    }

    /** What the README of a node says, without what the lab has already: programs, and what kubeadm does. */
    private static void install(String name) throws Exception {
        Path folder = live.lab().directory().resolve("nodes").resolve(name);
        String readme = Files.readString(folder.resolve("README"));
        Stream<String> lines = readme.lines()
                .filter(line -> line.matches(" {7}(cp|systemctl|kubeadm join|kubeadm init) .*"))
                .map(String::strip)
                // That is for the day when the CA is rotated.
                .filter(line -> !line.equals("systemctl reload haproxy"));
        for (String line : lines.toList()) {
            if (line.startsWith("kubeadm")) {
                node(name).apiServer().become(Behaviour.OK);
            } else {
                live.run(node(name), folder, line);
            }
        }
        live.run(node(name), "vip-agent check --source=agent");
    }

    /** Runs the commands below a mark of a section of the page, as for this node. */
    private static void run(Node node, String name, String section, String mark) throws Exception {
        String text = Files.readString(page);
        text = text.substring(section.isEmpty() ? 0 : text.indexOf("\n## " + section + "\n"));
        String from = "<!-- " + mark + " -->\n";
        assertThat(text).contains(from);
        List<String> lines = text.substring(text.indexOf(from) + from.length())
                .lines()
                .dropWhile(line -> !line.startsWith("    "))
                .takeWhile(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
        assertThat(lines).as(section + " " + mark).isNotEmpty();
        lines.forEach(line -> live.run(node, line.replace("nodes/cp1/", "nodes/" + name + "/")));
    }

    private static Node node(String name) {
        return NODES.get(name);
    }

    private static boolean holds(String name) {
        return live.lab().holder().filter(holder -> holder == node(name)).isPresent();
    }

    private static String status(String name) {
        return live.run(node(name), "vip-agent status || :");
    }

    private static Client.Report report(String what) {
        Client client = live.lab().client();
        client.settle();
        Client.Report report = client.report();
        System.out.println(what + ": " + report + " " + live.moves());
        return report;
    }

    private static Client.Report assertUnnoticed(String what) {
        Client.Report report = report(what);
        assertThat(report.failed()).as(() -> what + "\n" + live.logs()).isZero();
        assertThat(report.succeeded()).isGreaterThan(20);
        assertThat(live.moves())
                .as(() -> "the VIP stays, " + what + "\n" + live.logs())
                .isEmpty();
        return report;
    }
}
