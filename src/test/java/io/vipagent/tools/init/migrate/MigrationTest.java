package io.vipagent.tools.init.migrate;

import static io.vipagent.tools.init.migrate.LegacyFixtures.left;
import static io.vipagent.tools.init.migrate.LegacyFixtures.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.OptionsFile;
import io.vipagent.config.RawOption;
import io.vipagent.lab.Classic;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.ClusterOptions;
import io.vipagent.tools.init.cluster.ClusterReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the guide's files say, and what files that were changed since say. */
class MigrationTest {
    @Test
    void theGuidesFilesAreTakenOverWhole() {
        MigrationResult found = LegacyFixtures.guide().read();
        assertThat(found.problems()).isEmpty();
        assertThat(found.left()).isEmpty();
        assertThat(found.faults()).isEmpty();
        assertThat(values(found, "set-up")).containsExactly("systemd there is h.cfg");
        assertThat(values(found, "profile").getFirst()).startsWith("kubeadm VRRP version, advertisements,");
        assertThat(values(found, "vip")).containsExactly("192.0.2.100 k.conf:24");
        assertThat(values(found, "interface")).containsExactly("eth0 k.conf:16");
        assertThat(values(found, "router-id")).containsExactly("51 k.conf:17");
        assertThat(values(found, "priority")).containsExactly("101 k.conf:18");
        assertThat(values(found, "port")).containsExactly("8443 h.cfg:24");
        assertThat(values(found, "api-port")).containsExactly("6443 h.cfg:39");
        assertThat(values(found, "node"))
                .containsExactly("cp1=192.0.2.11 h.cfg:39", "cp2=192.0.2.12 h.cfg:40", "cp3=192.0.2.13 h.cfg:41");
        assertThat(found.password().orElseThrow().text()).isEqualTo("42");
        assertThat(values(found, "running").getFirst()).startsWith("true ");
        assertThat(found.options()).doesNotContainKeys("unicast", "nopreempt");
        assertThat(found.remarks())
                .containsExactly(
                        "the order behind cp1 is that of the servers: the other nodes' keepalived.conf were not given");
    }

    /** So old and new nodes take nothing from each other: each new backup is below the old holder. */
    @Test
    void prioritiesKeepTheirOrderWhileOldAndNewAreMixed() throws Exception {
        MigrationResult found = new LegacyFixtures()
                .keepalived("cp1/k.conf", LegacyFixtures.keepalivedConf(true).replace("priority 101", "priority 200"))
                .keepalived("cp2/k.conf", LegacyFixtures.keepalivedConf(false))
                .keepalived("cp3/k.conf", LegacyFixtures.keepalivedConf(false).replace("priority 100", "priority 150"))
                .haproxy(LegacyFixtures.haproxyCfg())
                .read();
        assertThat(found.problems()).isEmpty();
        assertThat(values(found, "priority")).containsExactly("200 cp1/k.conf:18");
        assertThat(values(found, "node").stream().map(each -> each.split("=")[0]))
                .containsExactly("cp1", "cp3", "cp2");
        Cluster cluster = ClusterReader.read(found.options(), Optional.of("42"), List.of(), "");
        assertThat(cluster.vrrp().priority()).contains(200);
    }

    @Test
    void ofEqualPrioritiesTheHolderMustBeFirst() {
        MigrationResult found = new LegacyFixtures()
                .keepalived("cp1/k.conf", LegacyFixtures.keepalivedConf(false))
                .keepalived("cp2/k.conf", LegacyFixtures.keepalivedConf(false))
                .keepalived("cp3/k.conf", LegacyFixtures.keepalivedConf(false))
                .haproxy(LegacyFixtures.haproxyCfg())
                .read();
        assertThat(found.problems()).isEmpty();
        assertThat(found.remarks().getFirst())
                .startsWith("cp1 and cp2 have the same priority, 100; put the one that holds the VIP first")
                .contains("--node cp1=192.0.2.11 --node cp2=192.0.2.12");
    }

    @Test
    void whatMustBeDecidedIsAskedFor() {
        LegacyFixtures backup = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(false))
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.12");
        assertThat(backup.read().problems())
                .containsExactly(
                        "node: which one is the first is not known: cp2 is BACKUP with priority 100 (k.conf:18);"
                                + " give the other nodes' keepalived.conf as well, or --node cp1=192.0.2.11"
                                + " --node cp2=192.0.2.12 --node cp3=192.0.2.13, the one with the highest priority first");
        MigrationResult asked = backup.read("node=a=192.0.2.13", "node=b=192.0.2.12");
        assertThat(asked.problems()).isEmpty();
        assertThat(values(asked, "priority")).containsExactly("100 k.conf:18");
        assertThat(LegacyFixtures.guide().on("198.51.100.1").read().problems().getFirst())
                .startsWith("node: which one is the first is not known: whose file k.conf is,");
    }

    @Test
    void unicastPeersStayPeers() {
        String unicast = LegacyFixtures.keepalivedConf(true)
                .replace(
                        "    authentication",
                        "    unicast_src_ip 192.0.2.12\n    unicast_peer {\n        192.0.2.11\n"
                                + "        192.0.2.13\n    }\n    authentication");
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", unicast)
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.13")
                .read();
        assertThat(found.problems()).isEmpty();
        assertThat(values(found, "unicast")).containsExactly("true k.conf:20");
        assertThat(values(found, "node").getFirst()).startsWith("cp2=");
        assertThat(new LegacyFixtures()
                        .keepalived("k.conf", unicast.replace("192.0.2.13", "10.0.0.13"))
                        .haproxy(LegacyFixtures.haproxyCfg())
                        .read()
                        .problems())
                .containsExactly(
                        "unicast: \"10.0.0.13\" (k.conf:22) is the address of no node; advertisements would not reach it");
    }

    /** Both would take the VIP. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    priority 101    | advert_int 2\\n    priority 101 | advert_int "2" (k.conf:18): profile kubeadm sends every second, and VRRP 2 drops advertisements of another interval;
                    auth_type PASS  | auth_type AH   | auth_type "AH" (k.conf:20): profile kubeadm has PASS;
                    auth_pass 42    | # none         | auth_pass: there is none (k.conf:19): profile kubeadm sends one, and nodes without one drop it;
                    """)
    void whereOldAndNewWouldNotHearEachOther(String old, String changed, String problem) {
        String text = LegacyFixtures.keepalivedConf(true).replace(old, changed.replace("\\n", "\n"));
        LegacyFixtures olds = new LegacyFixtures()
                .keepalived("k.conf", text)
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11");
        assertThat(olds.read().problems()).hasSize(1).first().asString().startsWith(problem);
        MigrationResult recommended = olds.read("profile=recommended");
        assertThat(recommended.problems()).isEmpty();
        assertThat(recommended.remarks().getFirst()).contains("VRRP 3 and the old nodes 2", "all nodes at once");
    }

    @Test
    void versionThreeStaysThree() {
        String three = LegacyFixtures.keepalivedConf(true)
                .replace("priority 101", "version 3\n    nopreempt\n    priority 101");
        LegacyFixtures olds = new LegacyFixtures()
                .keepalived("k.conf", three)
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11");
        MigrationResult found = olds.read();
        assertThat(values(found, "profile")).containsExactly("recommended VRRP 3, as in k.conf:18");
        assertThat(values(found, "nopreempt")).containsExactly("true k.conf:19");
        assertThat(found.password()).isEmpty();
        assertThat(olds.read("profile=kubeadm").problems().getFirst())
                .startsWith("profile: kubeadm speaks VRRP 2 and the old nodes 3 (k.conf:18)");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    4,      3s k.conf:18
                    1,
                    101,
                    many,
                    """)
    void aPauseThatIsSatOut(String adverts, String pause) {
        String text = LegacyFixtures.keepalivedConf(true)
                .replace("priority 101", "down_timer_adverts " + adverts + "\n    priority 101");
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", text)
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
        assertThat(values(found, "node-pause")).isEqualTo(pause == null ? List.of() : List.of(pause));
        assertThat(found.left().stream().anyMatch(left -> left.toString().contains("down_timer_adverts")))
                .isEqualTo(pause == null);
    }

    @Test
    void filesThatContradictEachOther() {
        String other = LegacyFixtures.keepalivedConf(false)
                .replace("eth0", "ens3")
                .replace("_id 51", "_id 52")
                .replace("192.0.2.100", "192.0.2.101")
                .replace("auth_pass 42", "auth_pass 43");
        List<String> problems = new LegacyFixtures()
                .keepalived("cp1/k", LegacyFixtures.keepalivedConf(true))
                .keepalived("cp2/k", other)
                .haproxy(LegacyFixtures.haproxyCfg())
                .haproxy(LegacyFixtures.haproxyCfg().replace("192.0.2.13", "192.0.2.14"))
                .read()
                .problems();
        assertThat(problems)
                .containsExactly(
                        "vip: the files differ: 192.0.2.100 (cp1/k:23) and 192.0.2.101 (cp2/k:23)",
                        "interface: the files differ: \"eth0\" (cp1/k:16) and \"ens3\" (cp2/k:16); init knows one for all",
                        "router-id: the files differ: \"51\" (cp1/k:17) and \"52\" (cp2/k:17); init knows one for all",
                        "auth_pass: the files differ (cp1/k:19 and cp2/k:19): these nodes drop each other's advertisements",
                        "node: the servers of h.cfg are not those of h.cfg; give --node NAME=ADDRESS for each");
    }

    @Test
    void nothingIsSilentlyLost() {
        String conf = LegacyFixtures.keepalivedConf(true)
                        .replace("router_id LVS", "smtp_server 192.0.2.9\n    router_id LVS")
                        .replace("interval 3", "interval 3\n  frobnicate 1")
                        .replace("priority 101", "garp_master_delay 5\n    nopreempt\n    priority 101")
                        .replace("192.0.2.100", "192.0.2.100/24 dev eth0 label eth0:1")
                + "vrrp_instance VI_2 {\n  virtual_router_id 9\n  authentication {\n  auth_pass s3cret\n }\n"
                + "  virtual_ipaddress { 198.51.100.1 }\n}\n"
                + "vrrp_script other { script \"/opt/x.sh\" }\n"
                + "virtual_server 10.0.0.1 80 {\n}\n";
        String cfg = LegacyFixtures.haproxyCfg()
                        .replace("    daemon", "    daemon\n    maxconn 4000\n    tune.ssl.x 1\n    tune.ssl.x 2")
                        .replace("bind *:8443", "bind 192.0.2.100:8443\n    acl a src 10.0.0.0/8\n    bind *:443")
                        .replace("192.0.2.13:6443 check", "192.0.2.13:6443 weight 5 check")
                + "listen stats\n  bind *:9000\n  stats auth admin:s3cret\nuserlist u\n  user a password s3cret\n";
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", conf)
                .haproxy(cfg)
                .on("192.0.2.11")
                .read();
        assertThat(left(found))
                .containsExactly(
                        "h.cfg:5 maxconn 4000",
                        "h.cfg:6 tune.ssl.x (2 lines)",
                        "h.cfg:27 bind 192.0.2.100:8443",
                        "h.cfg:28 acl a",
                        "h.cfg:29 bind *:443",
                        "h.cfg:46 server cp3 ... weight",
                        "h.cfg:47 listen stats",
                        "h.cfg:50 userlist u",
                        "k.conf:4 smtp_server 192.0.2.9",
                        "k.conf:10 frobnicate 1",
                        "k.conf:20 garp_master_delay 5",
                        "k.conf:21 nopreempt",
                        "k.conf:28 192.0.2.100/24",
                        "k.conf:28 192.0.2.100/24 dev eth0 label eth0:1",
                        "k.conf:34 vrrp_instance VI_2",
                        "k.conf:41 vrrp_script other",
                        "k.conf:42 virtual_server 10.0.0.1");
        assertThat(found.left().toString()).doesNotContain("s3cret");
        assertThat(found.left().get(9).todo()).startsWith("keepalived does not know it");
        assertThat(found.problems()).isEmpty();
        assertThat(values(found, "vip")).containsExactly("192.0.2.100 k.conf:28");
    }

    @Test
    void anotherInstanceIsTakenByItsVip() {
        String conf = LegacyFixtures.keepalivedConf(true)
                + "vrrp_instance VI_2 {\n interface eth1\n virtual_router_id 9\n authentication {\n auth_pass x\n }\n"
                + " virtual_ipaddress {\n  198.51.100.1\n }\n}\n";
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", conf)
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read("vip=198.51.100.1");
        assertThat(values(found, "interface")).containsExactly("eth1 k.conf:31");
        assertThat(left(found)).contains("k.conf:14 vrrp_instance VI_1");
    }

    @Test
    void aScriptThatDoesMoreThanTheGuides() {
        String path = "/etc/keepalived/check_apiserver.sh";
        String guide = Classic.text("check_apiserver.sh", Map.of("APISERVER_DEST_PORT", "8443"));
        String older = guide + "if ip addr | grep -q 192.0.2.100; then\n"
                + "    curl --silent --max-time 2 --insecure https://192.0.2.100:8443/ -o /dev/null || errorExit \"Error\"\nfi\n";
        assertThat(LegacyFixtures.guide().script(path, guide).read().left()).isEmpty();
        assertThat(LegacyFixtures.guide().script(path, older).read().left()).isEmpty();
        assertThat(left(LegacyFixtures.guide()
                        .script(path, guide + "pidof etcd || exit 1\n")
                        .read()))
                .containsExactly("check.sh:9 pidof");
        MigrationResult other = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true).replace("check_apiserver.sh", "my-check"))
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
        assertThat(left(other)).containsExactly("k.conf:7 script /etc/keepalived/my-check");
    }

    @Test
    void withoutHaproxyTheApiserverIsAskedDirectly() {
        LegacyFixtures olds = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .script("/etc/keepalived/check_apiserver.sh", "curl -sfk https://localhost:16443/healthz");
        MigrationResult found = olds.read();
        assertThat(values(found, "set-up")).containsExactly("keepalived-only there is no haproxy.cfg");
        assertThat(values(found, "api-port")).containsExactly("16443 check.sh");
        assertThat(found.remarks().getFirst())
                .startsWith("api-port 16443 is what check.sh asks; where haproxy listens there");
        assertThat(found.problems())
                .containsExactly(
                        "node: without haproxy.cfg the files do not say what every node is called; give --node NAME=ADDRESS"
                                + " for each, the one with the highest priority first");
        assertThat(olds.read("node=cp1=192.0.2.11").problems()).isEmpty();
    }

    @Test
    void aPasswordIsAsLongAsKeepalivedReadsIt() {
        MigrationResult found = new LegacyFixtures()
                .keepalived(
                        "k.conf", LegacyFixtures.keepalivedConf(true).replace("auth_pass 42", "auth_pass 123456789"))
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
        assertThat(found.password().orElseThrow().text()).isEqualTo("12345678");
        assertThat(found.remarks().getFirst()).startsWith("auth_pass has 9 characters (k.conf:21)");
        assertThat(MigrationReport.of(found, Map.of())).contains("********").doesNotContain("12345678");
    }

    @Test
    void nothingIsTakenOverToKubeVip() {
        assertThat(LegacyFixtures.guide().read("set-up=kube-vip").problems())
                .containsExactly(
                        "set-up: kube-vip moves the VIP by other means and takes nothing over; leave out --from");
    }

    /** What is written can be edited and read again, and describes the same. */
    @Test
    void clusterYamlSaysTheSame() throws Exception {
        MigrationResult found = LegacyFixtures.guide().read();
        String yaml = ClusterYaml.of(found.options(), ClusterOptions.keys(), Optional.of("/root/nodes/auth-pass"));
        assertThat(yaml).contains("vip:\n  - 192.0.2.100  # k.conf:24\n", "auth-pass-file: /root/nodes/auth-pass\n");
        OptionsFile.GivenOptions content = OptionsFile.read(yaml, ClusterOptions.keys());
        assertThat(content.problems()).isEmpty();
        assertThat(ClusterReader.read(content.given(), Optional.of("42"), List.of(), ""))
                .isEqualTo(ClusterReader.read(found.options(), Optional.of("42"), List.of(), ""));
    }

    @Test
    void whatIsGivenStandsInTheReport() {
        MigrationResult found = LegacyFixtures.guide().read("interface=bond0");
        assertThat(MigrationReport.of(
                        found, Map.of("interface", List.of(new RawOption("--interface", "bond0", Optional.empty())))))
                .containsPattern("interface +bond0 +given; the files say eth0 \\(k.conf:16\\)\n")
                .containsPattern("router-id +51 +k.conf:17\n");
    }
}
