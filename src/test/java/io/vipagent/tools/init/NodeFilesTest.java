package io.vipagent.tools.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.RenderedFile;
import io.vipagent.tools.init.cluster.SetUp;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every rendered file keeps, and what the files of one cluster keep among each other. */
class NodeFilesTest {
    static Stream<Cluster> clusters() throws Exception {
        return Variants.all().stream();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void everyFileIsTidyAndTheSameEachTime(Cluster cluster) {
        for (Member member : cluster.members()) {
            List<RenderedFile> files = new NodeFiles(cluster).of(member);
            assertThat(new NodeFiles(cluster).of(member)).isEqualTo(files);
            for (RenderedFile file : files) {
                assertThat(file.text())
                        .as(file.path())
                        .endsWith("\n")
                        .doesNotEndWith("\n\n")
                        .doesNotContain("\r", "\t", "\n\n\n", "{#", "{/")
                        .doesNotContainPattern("(?m)[ ]+$");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void onlyAFileWithAPasswordIsSecret(Cluster cluster) {
        for (RenderedFile file : new NodeFiles(cluster).of(cluster.members().getFirst())) {
            boolean holds = file.text().contains("auth_pass");
            assertThat(file.secret()).isEqualTo(holds);
            assertThat(file.shown().contains("s3cretAB")).isFalse();
            assertThat(file.text().contains("auth_pass s3cretAB")).isEqualTo(holds);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KUBE_VIP")
    void prioritiesDifferAndTheRestOfVrrpDoesNot(SetUp setUp) throws Exception {
        Cluster cluster = Clusters.read("set-up: " + setUp.label() + "\n" + Clusters.THREE);
        List<String> confs = Stream.of(0, 1, 2)
                .map(rank -> Clusters.file(cluster, rank, "etc/keepalived/keepalived.conf"))
                .toList();
        assertThat(confs.stream().flatMap(conf -> all("priority (\\d+)", conf))).containsExactly("150", "140", "130");
        assertThat(confs.stream()
                        .flatMap(conf -> all("virtual_router_id (\\d+)", conf))
                        .distinct())
                .containsExactly("100");
        assertThat(confs.stream().flatMap(conf -> all("state (\\w+)", conf)).distinct())
                .containsExactly("BACKUP");
    }

    /** So that old and new nodes can be mixed: the first keeps what it had, the others are below. */
    @Test
    void theFirstPriorityMayBeGiven() throws Exception {
        for (String profile : List.of("kubeadm: 90 89 88", "recommended: 90 80 70")) {
            Cluster cluster = Clusters.read(
                    "set-up: systemd\npriority: 90\nprofile: " + profile.split(":")[0] + "\n" + Clusters.THREE,
                    Optional.of("s3cretAB"));
            assertThat(Stream.of(0, 1, 2)
                            .flatMap(rank -> all(
                                    "priority (\\d+)", Clusters.file(cluster, rank, "etc/keepalived/keepalived.conf"))))
                    .containsExactly(profile.split(": ")[1].split(" "));
        }
        assertThat(Clusters.problems("set-up: systemd\nprofile: kubeadm\npriority: 5\n" + Clusters.THREE))
                .containsExactly("priority: 5 is too low for 3 nodes, expected at least 6 (line 3)");
    }

    /** Nobody is told to make a cluster that is there, nor does its first node hold the VIP without an apiserver. */
    @Test
    void aClusterThatRunsIsChangedNotMade() throws Exception {
        for (String setUp : List.of("systemd", "keepalived-only", "static-pod")) {
            String options = "set-up: " + setUp + "\n" + Clusters.THREE;
            Cluster made = Clusters.read(options);
            Cluster running = Clusters.read(options + "running: true\n");
            assertThat(Clusters.file(made, 0, "README"))
                    .contains("kubeadm init")
                    .doesNotContain("The cluster runs");
            assertThat(Clusters.file(running, 0, "README"))
                    .contains("The cluster runs: change one node after the other")
                    .doesNotContain("kubeadm init --", "{", "\n\n\n");
            assertThat(Clusters.file(running, 0, "etc/vip-agent/vip-agent.yaml"))
                    .doesNotContain("bootstrap-grace");
            assertThat(Clusters.file(made, 0, "etc/vip-agent/vip-agent.yaml")).contains("bootstrap-grace");
        }
        assertThat(Clusters.problems("set-up: kube-vip\nrunning: true\n" + Clusters.THREE))
                .containsExactly("running: goes with keepalived, which set-up kube-vip does without (line 2)");
    }

    @Test
    void anInstanceCarriesOneFamily() throws Exception {
        Cluster cluster = Clusters.read("""
                set-up: keepalived-only
                profile: kubeadm
                vip: [192.0.2.100, 2001:db8::64, 192.0.2.101]
                interface: eth0
                node: {cp1: 192.0.2.11}
                """, Optional.of("s3cretAB"));
        String conf = Clusters.file(cluster, 0, "etc/keepalived/keepalived.conf");
        String four =
                conf.substring(conf.indexOf("vrrp_instance apiserver_v4"), conf.indexOf("vrrp_instance apiserver_v6"));
        String six = conf.substring(conf.indexOf("vrrp_instance apiserver_v6"));
        assertThat(four)
                .contains("192.0.2.100/32", "192.0.2.101/32", "version 2", "auth_pass")
                .doesNotContain("2001");
        assertThat(six).contains("2001:db8::64/128", "version 3").doesNotContain("192", "auth_pass");
    }

    @Test
    void unicastNamesOneselfAndTheOthers() throws Exception {
        Cluster cluster = Clusters.read("set-up: systemd\nunicast: true\n" + Clusters.THREE);
        assertThat(Clusters.file(cluster, 1, "etc/keepalived/keepalived.conf"))
                .contains(
                        "unicast_src_ip 192.0.2.12\n    unicast_peer {\n        192.0.2.11\n        192.0.2.13\n    }\n");
    }

    /** haproxy reads them once: the unit watches every one, and waits until the last of a rotation is written. */
    @ParameterizedTest
    @MethodSource("clusters")
    void whatHaproxyReadsOnceIsWatched(Cluster cluster) {
        String watched = Clusters.file(cluster, 0, "etc/systemd/system/haproxy-reload.path");
        if (cluster.setUp() != SetUp.SYSTEMD) {
            assertThat(watched).isEmpty();
            return;
        }
        assertThat(all("(?m)^PathChanged=(.*)$", watched).distinct())
                .containsExactlyElementsOf(
                        all(" (?:ca-file|crt) (/\\S+)", Clusters.file(cluster, 0, "etc/haproxy/haproxy.cfg"))
                                .distinct()
                                .toList());
        assertThat(all("(?m)^Exec\\w+=(.*)$", Clusters.file(cluster, 0, "etc/systemd/system/haproxy-reload.service")))
                .containsExactly(
                        "/bin/sleep 5",
                        "/usr/sbin/haproxy -c -q -f /etc/haproxy/haproxy.cfg",
                        "/bin/systemctl --no-block try-reload-or-restart haproxy.service");
        assertThat(Clusters.file(cluster, 0, "README"))
                .containsPattern("systemctl (enable|restart)[a-z -]* haproxy-reload.path");
    }

    @Test
    void onlyTheFirstNodeMayHoldTheVipWithoutAnApiserver() throws Exception {
        Cluster cluster = Clusters.read("set-up: systemd\n" + Clusters.THREE);
        assertThat(Clusters.file(cluster, 0, "etc/vip-agent/vip-agent.yaml")).contains("bootstrap-grace: 10m");
        assertThat(Clusters.file(cluster, 1, "etc/vip-agent/vip-agent.yaml")).doesNotContain("bootstrap-grace");
        assertThat(Clusters.file(cluster, 0, "README"))
                .contains("kubeadm init --control-plane-endpoint 192.0.2.100:8443 ");
        assertThat(Clusters.file(cluster, 1, "README"))
                .contains("kubeadm join 192.0.2.100:8443 ")
                .doesNotContain("kubeadm init --");
    }

    @Test
    void theEndPointOfAnIpv6VipHasBrackets() throws Exception {
        Cluster cluster =
                Clusters.read("set-up: keepalived-only\nvip: 2001:db8::64\ninterface: e\nnode: {a: 2001:db8::1}\n");
        assertThat(Clusters.file(cluster, 0, "README")).contains("--control-plane-endpoint [2001:db8::64]:6443 ");
        assertThat(Clusters.file(cluster, 0, "etc/vip-agent/vip-agent.yaml"))
                .contains("listen: \"[2001:db8::1]:9706\"");
    }

    private static Stream<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult found) -> found.group(1));
    }
}
