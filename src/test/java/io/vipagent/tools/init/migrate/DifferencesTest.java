package io.vipagent.tools.init.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.init.Clusters;
import io.vipagent.tools.init.NodeFiles;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.ClusterReader;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What init changes of what it read, it says. */
class DifferencesTest {
    private static final String QUICK = LegacyFixtures.keepalivedConf(true)
            .replace("interval 3", "interval 1")
            .replace("fall 10", "fall 2")
            .replace("weight -2", "weight -60");

    @Test
    void everyTimerAndPriorityThatDiffersIsNamed() throws Exception {
        LegacyFixtures old = new LegacyFixtures()
                .keepalived("cp1/k.conf", QUICK.replace("router_id LVS_DEVEL", "script_user root"))
                .keepalived("cp2/k.conf", QUICK.replace("MASTER", "BACKUP").replace("priority 101", "priority 50"))
                .keepalived("cp3/k.conf", QUICK.replace("MASTER", "BACKUP").replace("priority 101", "priority 40"))
                .haproxy(LegacyFixtures.haproxyCfg());
        assertThat(differences(old))
                .contains(
                        "cp1/k.conf:4: script_user root: now script_user vip-agent",
                        "cp1/k.conf:7: script /etc/keepalived/check_apiserver.sh: now script /usr/bin/vip-agent check",
                        "cp1/k.conf:8: interval 1: now interval 3",
                        "cp1/k.conf:6: timeout 1: now timeout 2",
                        "cp1/k.conf:10: fall 2: now fall 10",
                        "cp1/k.conf:9: weight -60: now weight -3",
                        "cp1/k.conf:15: state MASTER: now state BACKUP",
                        "cp2/k.conf:18: priority 50: now priority 100",
                        "cp3/k.conf:18: priority 40: now priority 99")
                .noneMatch(line -> line.contains("priority 101") || line.contains("auth_pass"));
    }

    @Test
    void everyLineOfGlobalAndDefaultsThatDiffersIsNamed() throws Exception {
        LegacyFixtures old = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(LegacyFixtures.haproxyCfg()
                        .replace(
                                "    daemon",
                                "    daemon\n    chroot /var/lib/haproxy\n    user nobody\n"
                                        + "    stats socket /run/haproxy/admin.sock mode 600 level admin\n    log /dev/log local0")
                        .replace("check verify none", "check inter 10s fall 2 verify none"))
                .on("192.0.2.11");
        assertThat(differences(old))
                .contains(
                        "h.cfg:3: log stdout format raw local0: now log /dev/log local0",
                        "h.cfg:4: daemon: left out",
                        "h.cfg:5: chroot /var/lib/haproxy: left out",
                        "h.cfg:6: user nobody: now user haproxy",
                        "h.cfg:7: stats socket /run/haproxy/admin.sock mode 600 level admin: now stats socket"
                                + " /run/haproxy/admin.sock user root group haproxy mode 660 level admin expose-fd listeners",
                        "h.cfg:18: retries 1: now retries 3",
                        "h.cfg:19: timeout http-request 10s: left out",
                        "h.cfg:20: timeout queue 20s: now timeout queue 5s",
                        "h.cfg:21: timeout connect 5s: now timeout connect 1s",
                        "h.cfg:22: timeout client 35s: now timeout client 70m",
                        "h.cfg:23: timeout server 35s: now timeout server 70m",
                        "h.cfg:25: timeout check 10s: now timeout check 5s",
                        "h.cfg:28: bind *:8443: now bind 0.0.0.0:8443 and [::]:8443, so on IPv6 as well",
                        "h.cfg:37: http-check send meth GET uri /healthz: now http-check send meth GET uri /livez?exclude=etcd ver"
                                + " HTTP/1.1 hdr Host kubernetes",
                        "h.cfg:43: server cp1 inter 10s: now inter 2s",
                        "h.cfg:43: server cp1 fall 2: now fall 3",
                        "h.cfg:43: server cp1 verify none: now verify required")
                .noneMatch(line -> line.contains("dev/log local0: "));
    }

    @Test
    void allWordsBehindAVipAreNamed() {
        String words = "192.0.2.100/24 brd 192.0.2.255 dev eth1 scope link label eth1:vip peer 192.0.2.9 no_track";
        assertThat(LegacyFixtures.left(new LegacyFixtures()
                        .keepalived(
                                "k.conf", LegacyFixtures.keepalivedConf(true).replace("192.0.2.100", words))
                        .haproxy(LegacyFixtures.haproxyCfg())
                        .on("192.0.2.11")
                        .read()))
                .contains("k.conf:24 " + words);
    }

    @Test
    void howSoonAFaultIsKnownBeforeAndAfter() throws Exception {
        LegacyFixtures old = new LegacyFixtures()
                .keepalived("k.conf", QUICK)
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11");
        assertThat(LegacyDetection.of(old.setUp(), cluster(old)))
                .containsExactly(
                        "keepalived: interval 1, fall 2, weight -60: known after 2 s, or where the script hangs after 3 s;"
                                + " as written now 33.5 s; profile recommended: 1.75 s",
                        "haproxy: inter 2s, fall 3, timeout 10s: a server that hangs is left after 36 s; as written now"
                                + " 4.5 s; profile recommended: 1.45 s");
        LegacyFixtures shallow = new LegacyFixtures()
                .keepalived("k.conf", QUICK.replace("    track_script {\n        check_apiserver\n    }\n", ""))
                .haproxy(LegacyFixtures.haproxyCfg().replaceAll("(?m)^.*(httpchk|http-check).*$", ""))
                .on("192.0.2.11");
        assertThat(LegacyDetection.of(shallow.setUp(), cluster(shallow)))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("keepalived: no script is tracked: never known; as written now"),
                        line -> assertThat(line)
                                .contains("one that hangs never, for a TCP connection alone is asked for"));
    }

    @Test
    void whatIsOursAlreadyDiffersInNothing() throws Exception {
        Cluster cluster = Clusters.read(
                "set-up: systemd\nprofile: kubeadm\nrunning: true\n" + Clusters.THREE, Optional.of("s3cretAB"));
        NodeFiles files = new NodeFiles(cluster);
        LegacyFixtures ours = new LegacyFixtures()
                .keepalived("cp1/k.conf", text(files, cluster, "cp1", "etc/keepalived/keepalived.conf"))
                .haproxy(text(files, cluster, "cp1", "etc/haproxy/haproxy.cfg"));
        assertThat(differences(ours)).isEmpty();
    }

    /** What init wrote before slow and dead were told apart: a short check, sessions that are cut, and no way in. */
    @Test
    void theTrapOfOurOwnOldFilesIsNamedWithTheWayOut() throws Exception {
        Cluster cluster = Clusters.read(
                "set-up: systemd\nprofile: kubeadm\nrunning: true\n" + Clusters.THREE, Optional.of("s3cretAB"));
        NodeFiles files = new NodeFiles(cluster);
        String ours = text(files, cluster, "cp1", "etc/haproxy/haproxy.cfg");
        String old = ours.replace("timeout check 5s", "timeout check 200ms")
                .replaceAll("(?m)^ *use_backend .*nbsrv.*\n", "")
                .replaceAll("(?s)# The same servers without checks.*?(?=\nfrontend |$)", "");
        assertThat(old).doesNotContain("unchecked");
        LegacyFixtures legacy = new LegacyFixtures()
                .keepalived("cp1/k.conf", text(files, cluster, "cp1", "etc/keepalived/keepalived.conf"))
                .haproxy(old);
        assertThat(differences(legacy))
                .anyMatch(line -> line.endsWith(": timeout check 200ms: now timeout check 5s"))
                .anyMatch(line -> line.contains("all sessions are cut and nobody gets in: now use_backend"
                        + " apiservers-unchecked if { nbsrv(apiservers) eq 0 }, a backend of the same servers"));
    }

    private static Cluster cluster(LegacyFixtures old) throws Exception {
        MigrationResult found = old.read();
        assertThat(found.problems()).isEmpty();
        return ClusterReader.read(found.options(), Optional.of("42"), List.of(), "");
    }

    private static List<String> differences(LegacyFixtures old) throws Exception {
        MigrationResult found = old.read();
        Cluster cluster = ClusterReader.read(found.options(), Optional.of("42"), List.of(), "");
        NodeFiles files = new NodeFiles(cluster);
        return Differences.of(
                        old.setUp(),
                        found.owners(),
                        cluster.members().getFirst().name(),
                        Optional.of("192.0.2.100"),
                        (node, path) -> text(files, cluster, node, path))
                .stream()
                .map(Difference::toString)
                .toList();
    }

    private static String text(NodeFiles files, Cluster cluster, String node, String path) {
        return cluster.members().stream()
                .filter(member -> member.name().equals(node))
                .flatMap(member -> files.of(member).stream())
                .filter(file -> file.path().equals(path))
                .map(RenderedFile::text)
                .collect(Collectors.joining());
    }
}
