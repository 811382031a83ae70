package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/NODES.md: its edits of cluster.yaml do what it says to the files of the nodes that stay. */
class NodesPageTest {
    private static final String AGENT = "etc/vip-agent/vip-agent.yaml";
    private static final String HAPROXY = "etc/haproxy/haproxy.cfg";
    private static final String KEEPALIVED = "etc/keepalived/keepalived.conf";

    private static Cluster cluster(String profile, String nodes) throws Exception {
        return cluster(profile, true, nodes);
    }

    private static Cluster cluster(String profile, boolean unicast, String nodes) throws Exception {
        return Clusters.read(
                "set-up: systemd\nrunning: true\nunicast: " + unicast + "\nprofile: " + profile
                        + "\nvip: 192.0.2.100\ninterface: eth0\n" + nodes,
                Optional.of("s3cretAB"));
    }

    /** The YAML below a heading. */
    private static String edit(String heading) throws Exception {
        String page = Files.readString(Path.of("docs/NODES.md"));
        String section = page.substring(page.indexOf("\n## " + heading + "\n"));
        int begin = section.indexOf("```yaml\n") + "```yaml\n".length();
        return section.substring(begin, section.indexOf("```\n", begin));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubeadm", "recommended", "fast"})
    void anAddedNodeTakesNothingFromTheOthers(String profile) throws Exception {
        Cluster before = cluster(profile, "node: {cp1: 192.0.2.11, cp2: 192.0.2.12, cp3: 192.0.2.13}\n");
        Cluster after = cluster(profile, edit("Add"));
        for (int rank : new int[] {0, 1, 2}) {
            String keepalived = Clusters.file(after, rank, KEEPALIVED);
            assertThat(all("(priority|version|advert_int|virtual_router_id) ", keepalived))
                    .isNotEmpty();
            for (String same : List.of("priority", "version", "advert_int", "virtual_router_id")) {
                assertThat(all(same + " (\\S+)", keepalived))
                        .isEqualTo(all(same + " (\\S+)", Clusters.file(before, rank, KEEPALIVED)));
            }
            assertThat(keepalived).contains("        192.0.2.14\n");
            assertThat(Clusters.file(after, rank, HAPROXY))
                    .contains("server cp4 192.0.2.14:6443 weight 100 agent-check");
            assertThat(Clusters.file(after, rank, AGENT))
                    .contains("    cp4:\n      role: backend\n", "- \"192.0.2.14\"", "- \"https://192.0.2.14:9706\"");
        }
        assertThat(Clusters.file(after, 3, "README")).contains("kubeadm join 192.0.2.100:8443 ");
        int last = Integer.parseInt(
                all("priority (\\d+)", Clusters.file(after, 3, KEEPALIVED)).getFirst());
        assertThat(Stream.of(0, 1, 2)
                        .flatMap(rank -> all("priority (\\d+)", Clusters.file(after, rank, KEEPALIVED)).stream())
                        .map(Integer::valueOf))
                .allMatch(priority -> priority > last);
    }

    @Test
    void ofAReplacedNodeTheOldAddressIsNowhere() throws Exception {
        Cluster after = cluster("recommended", edit("Replace"));
        for (int rank : new int[] {0, 1, 2}) {
            for (String file : List.of(AGENT, HAPROXY, KEEPALIVED)) {
                assertThat(Clusters.file(after, rank, file))
                        .contains("192.0.2.22")
                        .doesNotContain("192.0.2.12");
            }
        }
    }

    @Test
    void aRemovedNodeIsNowhere() throws Exception {
        Cluster after = cluster("recommended", edit("Remove"));
        assertThat(after.members()).hasSize(2);
        for (int rank : new int[] {0, 1}) {
            for (String file : List.of(AGENT, HAPROXY, KEEPALIVED)) {
                assertThat(Clusters.file(after, rank, file)).doesNotContain("192.0.2.12", "cp2");
            }
        }
    }

    /** The page's table, line by line: nothing else is different on a node that stays. */
    @ParameterizedTest
    @CsvSource({
        "recommended, false",
        "recommended, true",
        "fast, false",
        "fast, true",
        "kubeadm, false",
        "kubeadm, true"
    })
    void nothingElseChangesOnTheNodesThatStay(String profile, boolean unicast) throws Exception {
        boolean weighted = profile.equals("kubeadm");
        Cluster before = cluster(profile, unicast, "node: {cp1: 192.0.2.11, cp2: 192.0.2.12, cp3: 192.0.2.13}\n");
        for (String heading : List.of("Add", "Replace", "Remove")) {
            Cluster after = cluster(profile, unicast, edit(heading));
            for (Member member : after.members()) {
                boolean stays = before.members().contains(member);
                if (stays) {
                    String what = heading + " " + member.name();
                    assertThat(changed(before, after, member, HAPROXY))
                            .as(what)
                            .isNotEmpty()
                            .allMatch(line -> line.matches("server cp[24] .*"));
                    assertThat(changed(before, after, member, AGENT))
                            .as(what)
                            .isNotEmpty()
                            .allMatch(
                                    line -> line.matches(
                                            "cp[24]:|role: backend|url: \"https://192.0.2.(12|22|14):6443/readyz\""
                                                    + "|- \"192.0.2.(12|22|14)\"|- \"https://192.0.2.(12|22|14):9706\""
                                                    + "|(interval|timeout|patience|rise|fall|full-interval|fresh-interval|rest-interval): \\S+"));
                    List<String> keepalived = changed(before, after, member, KEEPALIVED);
                    assertThat(keepalived)
                            .as(what)
                            .allMatch(line -> unicast && line.matches("192.0.2.(12|22|14)")
                                    || weighted && !heading.equals("Replace") && line.matches("weight -[0-9]")
                                    || heading.equals("Remove")
                                            && member.name().equals("cp3")
                                            && line.matches("priority [0-9]+"));
                    assertThat(keepalived.isEmpty())
                            .as(what)
                            .isEqualTo(!unicast
                                    && !(weighted && !heading.equals("Replace"))
                                    && !(heading.equals("Remove")
                                            && member.name().equals("cp3")));
                    assertThat(otherFiles(after, member)).as(what).isEqualTo(otherFiles(before, member));
                }
            }
        }
    }

    /** The lines that only one of both has, without their indentation. */
    private static List<String> changed(Cluster before, Cluster after, Member member, String path) {
        List<String> old = lines(before, member, path);
        List<String> now = lines(after, member, path);
        List<String> changed = new ArrayList<>(old);
        now.forEach(changed::remove);
        List<String> added = new ArrayList<>(now);
        old.forEach(added::remove);
        changed.addAll(added);
        return changed;
    }

    private static List<String> lines(Cluster cluster, Member member, String path) {
        return Clusters.file(cluster, cluster.members().indexOf(member), path)
                .lines()
                .map(String::strip)
                .toList();
    }

    private static List<RenderedFile> otherFiles(Cluster cluster, Member member) {
        return new NodeFiles(cluster)
                .of(member).stream()
                        .filter(file -> !List.of(AGENT, HAPROXY, KEEPALIVED).contains(file.path()))
                        .toList();
    }
}
