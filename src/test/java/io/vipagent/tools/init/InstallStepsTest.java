package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.Profile;
import io.vipagent.tools.init.cluster.RenderedFile;
import io.vipagent.tools.init.cluster.SetUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever follows a node's README has every file of that node where it belongs, whatever {@code init} was asked for.
 */
class InstallStepsTest {
    private static final Pattern COPY = Pattern.compile("(?m)^ {7}(cp|install) (.+)$");

    private static final String BALANCERS = "load-balancer: {lb1: 192.0.2.5, lb2: 192.0.2.6}\n";

    static Stream<Cluster> clusters() throws Exception {
        List<Cluster> clusters = new ArrayList<>();
        for (SetUp setUp : SetUp.values()) {
            for (Profile profile : Profile.values()) {
                for (String running : List.of("", "running: true\n")) {
                    for (String more : List.of("", "http-tls: false\n", "monitoring: true\n", BALANCERS)) {
                        if (goTogether(setUp, running + more)) {
                            clusters.add(Clusters.read(
                                    "set-up: " + setUp.label() + "\nprofile: " + profile.label() + "\n" + running + more
                                            + Clusters.THREE,
                                    Optional.of("s3cretAB")));
                        }
                    }
                }
            }
        }
        return clusters.stream();
    }

    private static boolean goTogether(SetUp setUp, String options) {
        return switch (setUp) {
            case SYSTEMD -> true;
            case STATIC_POD, KEEPALIVED_ONLY -> !options.contains(BALANCERS);
            case KUBE_VIP -> options.isEmpty() || options.startsWith("monitoring");
        };
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void everyFileIsPutWhereItBelongs(Cluster cluster) {
        for (Member member : cluster.members()) {
            List<RenderedFile> files = new NodeFiles(cluster)
                    .of(member).stream()
                            .filter(file -> !file.path().equals("README"))
                            .toList();
            String readme = Clusters.file(cluster, cluster.members().indexOf(member), "README");
            TreeSet<String> placed = new TreeSet<>();
            for (String[] words : copies(readme)) {
                place(words, files, placed);
            }
            assertThat(placed)
                    .as(readme)
                    .containsExactlyInAnyOrderElementsOf(
                            files.stream().map(file -> "/" + file.path()).toList());
        }
    }

    private static List<String[]> copies(String readme) {
        return COPY.matcher(readme)
                .results()
                .map(found -> (found.group(1) + " " + found.group(2)).split(" "))
                // What a person has at hand, or keeps, is no file of init's.
                .filter(words -> words[words.length - 2].startsWith("etc/"))
                .toList();
    }

    /** As cp and install do it; a folder is named with {@code /.}, so that its hidden files go too. */
    private static void place(String[] words, List<RenderedFile> files, TreeSet<String> placed) {
        String from = words[words.length - 2];
        String to = words[words.length - 1];
        boolean folder = from.endsWith("/.");
        assertThat(to.endsWith("/")).as("%s", String.join(" ", words)).isEqualTo(folder);
        String root = folder ? from.substring(0, from.length() - 1) : from;
        List<RenderedFile> these = files.stream()
                .filter(file ->
                        folder ? file.path().startsWith(root) : file.path().equals(root))
                .toList();
        assertThat(these).as("%s: there is no such file", from).isNotEmpty();
        for (RenderedFile file : these) {
            placed.add(to + file.path().substring(root.length()));
            if (file.secret()) {
                assertThat(words).as("%s holds a password", file.path()).contains("--preserve=mode");
            }
        }
    }
}
