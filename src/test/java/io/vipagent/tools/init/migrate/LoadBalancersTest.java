package io.vipagent.tools.init.migrate;

import static io.vipagent.tools.init.migrate.LegacyFixtures.left;
import static io.vipagent.tools.init.migrate.LegacyFixtures.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.init.NodeFiles;
import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.ClusterReader;
import io.vipagent.tools.init.cluster.RenderedFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load balancers, static pods, and other things that set-ups have beside the guide's. */
class LoadBalancersTest {
    private static final String UNICAST =
            "    unicast_src_ip 192.0.2.5/24\n    unicast_peer {\n        192.0.2.6/24\n    }\n";

    private static String balancer(boolean first, String unicast) {
        return LegacyFixtures.keepalivedConf(first)
                .replace("LVS_DEVEL", first ? "lb1" : "lb2")
                .replace("    authentication", unicast + "    authentication");
    }

    private static String mirrored(String unicast) {
        return unicast.replace("2.5", "2.x").replace("2.6", "2.5").replace("2.x", "2.6");
    }

    @Test
    void agentsGoToTheLoadBalancersAndNothingToTheMasters() throws Exception {
        MigrationResult found = new LegacyFixtures()
                .keepalived("a.conf", balancer(true, UNICAST))
                .keepalived("b.conf", balancer(false, mirrored(UNICAST)))
                .haproxy(LegacyFixtures.haproxyCfg().replace("8443", "6443"))
                .read();
        assertThat(found.problems()).isEmpty();
        assertThat(values(found, "load-balancer"))
                .containsExactly("lb1=192.0.2.5 a.conf:19", "lb2=192.0.2.6 b.conf:19");
        assertThat(values(found, "node").stream().map(each -> each.split(" ")[0]))
                .containsExactly("cp1=192.0.2.11", "cp2=192.0.2.12", "cp3=192.0.2.13");
        assertThat(found.remarks()).anyMatch(line -> line.startsWith("keepalived and haproxy are on load balancers"));
        Cluster cluster = ClusterReader.read(found.options(), Optional.of("42"), List.of(), "");
        assertThat(cluster.members().stream().map(Cluster.Member::name)).containsExactly("lb1", "lb2");
        List<RenderedFile> files = new NodeFiles(cluster).of(cluster.members().getFirst());
        String agent = text(files, "etc/vip-agent/vip-agent.yaml");
        assertThat(agent)
                .contains(
                        "local:\n      enabled: false", "role: backend\n      url: \"https://192.0.2.13:6443/readyz\"")
                .contains("ca-file: \"/etc/vip-agent/ca.crt\"", "http://192.0.2.6:9706", "listen: \"127.0.0.1:9707\"")
                .doesNotContain("role: local", "http://192.0.2.11");
        assertThat(text(files, "etc/haproxy/haproxy.cfg"))
                .contains(
                        "bind 0.0.0.0:6443",
                        "server cp2 192.0.2.12:6443",
                        "agent-addr 127.0.0.1",
                        "agent-send \"cp2 wait 3s\\n\"");
        assertThat(text(files, "etc/keepalived/keepalived.conf"))
                .contains("unicast_src_ip 192.0.2.5", "        192.0.2.6\n")
                .doesNotContain("192.0.2.11");
    }

    private static String text(List<RenderedFile> files, String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .map(RenderedFile::text)
                .collect(Collectors.joining());
    }

    @Test
    void whatIsNotKnownOfThemIsAskedForWithWhatIs() {
        LegacyFixtures one = new LegacyFixtures()
                .keepalived("a.conf", balancer(true, UNICAST))
                .haproxy(LegacyFixtures.haproxyCfg().replace("8443", "6443"));
        assertThat(one.read().problems())
                .singleElement()
                .asString()
                .endsWith(
                        "give --load-balancer lb1=192.0.2.5 --load-balancer NAME=192.0.2.6 (the one with the highest priority first)");
        MigrationResult given = one.read("load-balancer=lb1=192.0.2.5", "load-balancer=lb2=192.0.2.6");
        assertThat(given.problems()).isEmpty();
        assertThat(values(given, "port")).containsExactly("6443 h.cfg:24");
    }

    /** By multicast the files name no address; the port, or the name, tells. */
    @ParameterizedTest
    @ValueSource(strings = {"8443 lb1", "6443 lb1", "6443 LVS_DEVEL", "8443 haproxy-01", "8443 k8s-lb-a"})
    void byPortOrName(String given) {
        MigrationResult found = new LegacyFixtures()
                .keepalived("a.conf", LegacyFixtures.keepalivedConf(true).replace("LVS_DEVEL", given.split(" ")[1]))
                .haproxy(LegacyFixtures.haproxyCfg().replace("8443", given.split(" ")[0]))
                .on("192.0.2.5")
                .read();
        assertThat(found.problems()).singleElement().asString().startsWith("load-balancer: ");
    }

    /** A bind to the VIP alone, beside an apiserver that is bound to its node's address. */
    @ParameterizedTest
    @ValueSource(strings = {"cp1", "LVS_DEVEL"})
    void aNodeOfItsOwnServersIsNoLoadBalancer(String routerId) {
        String unicast = UNICAST.replace("192.0.2.5", "192.0.2.11")
                .replace("192.0.2.6/24", "192.0.2.12/24\n        192.0.2.13/24");
        MigrationResult found = new LegacyFixtures()
                .keepalived("a.conf", balancer(true, unicast).replace("lb1", routerId))
                .haproxy(LegacyFixtures.haproxyCfg().replace("*:8443", "192.0.2.100:6443"))
                .read();
        assertThat(found.problems()).isEmpty();
        assertThat(found.options()).doesNotContainKey("load-balancer").containsKey("port");
    }

    @Test
    void staticPodsStayStaticPods() throws Exception {
        MigrationResult found = LegacyFixtures.guide()
                .pod("haproxy", "haproxy:2.8", "/etc/kubernetes/manifests/haproxy.yaml")
                .pod("keepalived", "osixia/keepalived:2.0.20", "/etc/kubernetes/manifests/ka.yaml")
                .read();
        assertThat(found.problems()).isEmpty();
        assertThat(values(found, "set-up")).containsExactly("static-pod /etc/kubernetes/manifests/haproxy.yaml:9");
        assertThat(left(found))
                .contains(
                        "/etc/kubernetes/manifests/haproxy.yaml:9 image haproxy:2.8",
                        "/etc/kubernetes/manifests/ka.yaml:9 image osixia/keepalived:2.0.20",
                        "/etc/kubernetes/manifests/ka.yaml:9 /etc/kubernetes/manifests/ka.yaml");
        Cluster cluster = ClusterReader.read(found.options(), Optional.of("42"), List.of(), "");
        List<RenderedFile> files = new NodeFiles(cluster).of(cluster.members().getFirst());
        assertThat(text(files, "README")).contains("The cluster runs").doesNotContain("systemctl reload");
    }

    /** Both families of a host are one node, whichever way its two lines are told apart. */
    @ParameterizedTest
    @ValueSource(strings = {"cp1-v6,cp2-v6,cp3-v6", "cp1_ipv6,cp2_ipv6,cp3_ipv6", "a,b,c"})
    void bothLinesOfAHostAreOneNode(String names) {
        String[] six = names.split(",");
        String servers = Stream.of(0, 1, 2)
                .map(i -> "    server " + six[i] + " [2001:db8::1" + (i + 1) + "]:6443 check verify none\n")
                .collect(Collectors.joining());
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(LegacyFixtures.haproxyCfg() + servers)
                .on("192.0.2.11")
                .read();
        assertThat(found.problems()).isEmpty();
        assertThat(values(found, "node").stream().map(each -> each.split(" ")[0]))
                .containsExactly("cp1=192.0.2.11", "cp2=192.0.2.12", "cp3=192.0.2.13");
        assertThat(left(found)).contains("h.cfg:42 server " + six[0] + " [2001:db8::11]:6443");
    }

    /** kubespray's and others' names end with numbers of their own. */
    @Test
    void nodesOfOneFamilyAreNeverMerged() {
        String six = LegacyFixtures.haproxyCfg()
                .replace("cp1", "cp4")
                .replace("cp2", "cp-v4")
                .replace("cp3", "cp-v6");
        assertThat(values(
                        new LegacyFixtures()
                                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                                .haproxy(six)
                                .on("192.0.2.11")
                                .read(),
                        "node"))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "use_backend apiserverbackend if { req_ssl_sni -i api.example.com }\n    default_backend ingress",
                "use_backend ingress if { req.ssl_sni -m end .apps.example.com }\n    default_backend apiserverbackend",
                "use_backend %[req.ssl_sni,lower,map(/m)]\n    default_backend apiserverbackend"
            })
    void aSharedListenerIsNeverTakenOverWhole(String rules) {
        LegacyFixtures old = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(LegacyFixtures.haproxyCfg()
                                .replace("*:8443", "*:443")
                                .replace("default_backend apiserverbackend", rules)
                        + "\nbackend ingress\n    server w1 192.0.2.21:443 check\n")
                .on("192.0.2.11");
        assertThat(old.read().problems())
                .singleElement()
                .asString()
                .startsWith("port: bind *:443 (h.cfg:23) leads to ")
                .contains("so it is not taken over: give --port");
        MigrationResult given = old.read("port=8443");
        assertThat(given.problems()).isEmpty();
        assertThat(left(given)).contains("h.cfg:23 frontend apiserver");
    }

    @Test
    void aPasswordIsQuotedOrItsCharacterNamed() throws Exception {
        for (String password : List.of("p@ss", "a$b!{1}~")) {
            MigrationResult found = withPassword(password);
            assertThat(found.problems()).isEmpty();
            Cluster cluster =
                    ClusterReader.read(found.options(), found.password().map(each -> each.text()), List.of(), "");
            assertThat(text(new NodeFiles(cluster).of(cluster.members().getFirst()), "etc/keepalived/keepalived.conf"))
                    .contains("auth_pass \"" + password + "\"\n");
        }
        assertThat(withPassword("gehe\u00efm").problems())
                .containsExactly(
                        "auth_pass (k.conf:21:19): the password has the character '\u00ef', which keepalived.conf cannot"
                                + " carry; expected others of ASCII; give all nodes another password first, or take --profile"
                                + " recommended, which has none");
    }

    private static MigrationResult withPassword(String password) {
        return new LegacyFixtures()
                .keepalived(
                        "k.conf",
                        LegacyFixtures.keepalivedConf(true).replace("auth_pass 42", "auth_pass \"" + password + "\""))
                .haproxy(LegacyFixtures.haproxyCfg())
                .on("192.0.2.11")
                .read();
    }

    @Test
    void withoutHaproxyTheUnicastAddressesAreSuggested() {
        assertThat(new LegacyFixtures()
                        .keepalived(
                                "k.conf",
                                balancer(true, UNICAST.replace("192.0.2.6/24", "192.0.2.6/24\n        192.0.2.7"))
                                        .replace("lb1", "LVS_DEVEL"))
                        .read()
                        .problems())
                .containsExactly("node: without haproxy.cfg the files do not say what every node is called; give --node"
                        + " NAME=192.0.2.5 --node NAME=192.0.2.6 --node NAME=192.0.2.7 (the one with the highest priority"
                        + " first)");
    }

    @Test
    void oneNoteForAScriptWithWhatActsFirst() {
        String script =
                "#!/bin/bash\ncount=0\nfor k in $(seq 1 3); do\n  check_code=$(pgrep haproxy)\n  sleep 1\ndone\n"
                        + "if [ -z \"$check_code\" ]; then\n  systemctl stop keepalived\n  exit 1\nfi\n";
        assertThat(left(LegacyFixtures.guide()
                        .script("/etc/keepalived/check_apiserver.sh", script)
                        .read()))
                .containsExactly("check.sh:8 systemctl stop keepalived and 6 more lines");
    }

    /** Whoever took it over by hand would have a VIP that answers nobody. */
    @Test
    void strictModeIsNoLineToTakeOver() {
        String conf = LegacyFixtures.keepalivedConf(true)
                .replace("global_defs {", "global_defs {\n    vrrp_strict\n    vrrp_garp_interval 0")
                .replace("    state", "    no_accept\n    state");
        assertThat(new LegacyFixtures()
                        .keepalived("k.conf", conf)
                        .haproxy(LegacyFixtures.haproxyCfg())
                        .on("192.0.2.11")
                        .read()
                        .left())
                .extracting(left -> left.what() + ": " + left.todo())
                .contains(
                        "vrrp_strict: left out for good: by it keepalived drops what clients send to the VIP",
                        "no_accept: left out for good: by it keepalived drops what clients send to the VIP",
                        "vrrp_garp_interval 0: in global_defs; add it to the new keepalived.conf by hand where it is needed");
    }

    @Test
    void aServerWithoutAPortIsNamed() {
        MigrationResult found = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(LegacyFixtures.haproxyCfg().replace("192.0.2.12:6443", "192.0.2.12 :6443"))
                .on("192.0.2.11")
                .read();
        assertThat(found.problems())
                .anyMatch(problem -> problem.matches(
                        "api-port: server \\S+ has no port \\(h.cfg:\\d+\\), expected ADDRESS:PORT in one word"));
    }

    @Test
    void aScriptThatTakesTheNetworkAwayActs() {
        String script = "#!/bin/sh\nsystemctl is-active haproxy\nif [ $? -ne 0 ]; then\n  ip link set ens32 down\nfi\n";
        assertThat(left(LegacyFixtures.guide()
                        .script("/etc/keepalived/check_apiserver.sh", script)
                        .read()))
                .containsExactly("check.sh:4 ip link set ens32 down and 2 more lines");
    }

    @Test
    void theCertificatesOfOtherDistributionsAreCarriedOver() throws Exception {
        String tls = "/var/lib/rancher/rke2/server/tls/";
        MigrationResult found = LegacyFixtures.guide()
                .script(
                        "/etc/keepalived/check_apiserver.sh",
                        "curl -sf --cacert " + tls + "server-ca.crt --cert " + tls + "client-admin.crt --key " + tls
                                + "client-admin.key https://localhost:6443/readyz || exit 1\n")
                .read();
        assertThat(values(found, "ca-file")).containsExactly(tls + "server-ca.crt check.sh");
        assertThat(values(found, "key-file")).containsExactly(tls + "client-admin.key check.sh");
        Cluster cluster = ClusterReader.read(found.options(), Optional.of("42"), List.of(), "");
        List<RenderedFile> files = new NodeFiles(cluster).of(cluster.members().getFirst());
        assertThat(text(files, "etc/vip-agent/vip-agent.yaml"))
                .contains("      cert-file: \"" + tls + "client-admin.crt\"\n      key-file: \"" + tls
                        + "client-admin.key\"\n");
        assertThat(text(files, "etc/haproxy/haproxy.cfg"))
                .contains("ca-file " + tls + "server-ca.crt")
                .doesNotContain(" crt ");

        MigrationResult haproxy = new LegacyFixtures()
                .keepalived("k.conf", LegacyFixtures.keepalivedConf(true))
                .haproxy(LegacyFixtures.haproxyCfg()
                        .replace(
                                "verify none",
                                "verify required ca-file /etc/haproxy/ca.crt crt /etc/haproxy/probe.pem"))
                .on("192.0.2.11")
                .read();
        Cluster other = ClusterReader.read(haproxy.options(), Optional.of("42"), List.of(), "");
        assertThat(text(new NodeFiles(other).of(other.members().getFirst()), "etc/haproxy/haproxy.cfg"))
                .contains("ca-file /etc/haproxy/ca.crt ", " crt /etc/haproxy/probe.pem ");
    }
}
