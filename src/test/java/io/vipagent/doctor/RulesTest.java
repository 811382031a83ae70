package io.vipagent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the smallest pair in fixtures.txt does not show: the edges of the rules, and where they keep still. */
class RulesTest {
    private static final String SECURE =
            "[keepalived.conf]\nglobal_defs {\nenable_script_security\nscript_user root\n}\nvrrp_script a { script /opt/a }\n[files]\n";
    private static final String TRACKED = "[keepalived.conf]\ntrack_file f { file /run/x/track }\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/a file 0:0 755\n/ directory 0:0 1777",
                "/opt/a file 0:0 775",
                "/opt/a other 0:0 755",
            })
    void trustsWhatOnlyRootCanReplace(String files) {
        assertThat(ids(SECURE + files)).doesNotContain(FindingId.SCRIPT_INSECURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/a file 0:0 757",
                "/opt/a file 0:5 775",
                "/opt/a file 7:0 755",
                "/opt/a file 0:0 1757",
                "/opt/a file 0:0 755\n/ directory 0:0 777",
            })
    void mistrustsWhatOthersCanReplace(String files) {
        assertThat(ids(SECURE + files)).contains(FindingId.SCRIPT_INSECURE);
    }

    @Test
    void ownersMatterWhereAScriptRunsAsRootAlone() {
        String file = "[files]\n/opt/a file 7:7 777\n";
        String script = "vrrp_script a { script /opt/a }\n";
        assertThat(ids("[keepalived.conf]\n" + script + file)).isEmpty();
        String secure = "[keepalived.conf]\nglobal_defs { enable_script_security }\n" + script;
        assertThat(ids(secure + file)).containsExactly(FindingId.SCRIPT_INSECURE);
        assertThat(ids(secure + file + "[host]\nusers keepalived_script root")).isEmpty();
        assertThat(ids(secure + "[files]\n/opt/a file 7:7 4777\n[host]\nusers keepalived_script root"))
                .containsExactly(FindingId.SCRIPT_INSECURE);
        assertThat(ids(secure + "[files]\n/opt/a missing\n[host]\nusers root"))
                .containsExactly(FindingId.SCRIPT_MISSING, FindingId.SCRIPT_USER_MISSING);
        assertThat(ids("[keepalived.conf]\n" + script + "[host]\nusers daemon")).isEmpty();
        assertThat(ids("[keepalived.conf]\nvrrp_script a {\nscript a\nuser root\n}\n[host]\nusers x"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.1.3", "2.2.4", "2.3.2"})
    void knowsTheVersionsThatOverlap(String version) {
        assertThat(overlapping(version)).containsExactly(FindingId.OVERLAPPING_RUNS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.20", "2.1.2", "2.3.3", "3.0"})
    void knowsTheVersionsThatDoNot(String version) {
        assertThat(overlapping(version)).isEmpty();
    }

    private static List<FindingId> overlapping(String version) {
        return ids("[keepalived.conf]\nvrrp_script a {\nscript /a\ninterval 2\n}\n[host]\nkeepalived " + version);
    }

    @Test
    void copiesOfOurOwnCheckMayOverlapAndShortRunsDoNot() {
        String host = "\n}\n[host]\nkeepalived 2.2.7";
        assertThat(ids("[keepalived.conf]\nvrrp_script a {\nscript \"/x/vip-agent check\"\ninterval 1\ntimeout 2"
                        + host))
                .containsExactly(FindingId.TIMEOUT_NOT_BELOW_INTERVAL);
        assertThat(ids("[keepalived.conf]\nvrrp_script a {\nscript /a\ninterval 3\ntimeout 2" + host))
                .isEmpty();
    }

    /** keepalived before 2.3.2 takes whole seconds, so 2 is the only timeout above the check's 1.5 s. */
    @Test
    void theTimeoutMayBeTheIntervalWhereTheCheckEndsBeforeItByItself() {
        assertThat(check("vip-agent check", "interval 2\ntimeout 2")).isEmpty();
        assertThat(check("vip-agent check", "interval 1.501\ntimeout 2")).isEmpty();
        assertThat(check("vip-agent check", "interval 1.5\ntimeout 2"))
                .containsExactly(FindingId.TIMEOUT_NOT_BELOW_INTERVAL);
        assertThat(check("vip-agent check --timeout 3s", "interval 3\ntimeout 4"))
                .containsExactly(FindingId.TIMEOUT_NOT_BELOW_INTERVAL);
        assertThat(find("[keepalived.conf]\nvrrp_script a {\nscript \"/x/vip-agent check\"\ninterval 1\ntimeout 2\n}")
                        .write())
                .isEqualTo("interval 2");
        assertThat(check("other", "interval 2\ntimeout 2")).containsExactly(FindingId.TIMEOUT_NOT_BELOW_INTERVAL);
        assertThat(check("other", "interval 2.1\ntimeout 2")).isEmpty();
    }

    @Test
    void eachFamilyHasItsOwnSwitchForForeignAddresses() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\nvirtual_ipaddress { 2001:db8::100 }\n}\n[haproxy.cfg]\nfrontend f\n bind %s\n[host]\nnonlocal-bind %s\n%s";
        assertThat(ids(text.formatted("[2001:db8::100]:8443", "no", "nonlocal-bind-ipv6 yes")))
                .isEmpty();
        assertThat(ids(text.formatted("[2001:db8::100]:8443", "no", ""))).isEmpty();
        assertThat(ids(text.formatted("[2001:db8::100]:8443", "yes", "nonlocal-bind-ipv6 no")))
                .containsExactly(FindingId.NONLOCAL_BIND_OFF);
        assertThat(find(text.formatted("[2001:db8:0::100]:8443", "yes", "nonlocal-bind-ipv6 no"))
                        .write())
                .isEqualTo("sysctl -w net.ipv6.ip_nonlocal_bind=1, or bind [::]:8443");
        assertThat(ids(text.formatted("[2001:db8::100]:8443 transparent", "no", "nonlocal-bind-ipv6 no")))
                .isEmpty();
    }

    @Test
    void knowsTheDeadlineOfTheCheck() {
        assertThat(check("vip-agent check", "interval 2")).isEmpty();
        assertThat(check("vip-agent check", "interval 1")).containsExactly(FindingId.TIMEOUT_WITHIN_DEADLINE);
        assertThat(check("vip-agent check --timeout 900ms", "interval 1")).isEmpty();
        assertThat(check("vip-agent check --timeout=1s", "interval 1"))
                .containsExactly(FindingId.TIMEOUT_WITHIN_DEADLINE);
        assertThat(check("vip-agent check --timeout", "interval 2")).isEmpty();
        assertThat(check("vip-agent status", "interval 1")).isEmpty();
        assertThat(check("vip-agent", "interval 1")).isEmpty();
        assertThat(check("vip-agent check", "interval 2\nrise 3")).containsExactly(FindingId.DOUBLE_HYSTERESIS);
        assertThat(check("vip-agent check", "interval 2\nrise 2\nfall 2")).isEmpty();
        assertThat(check("other", "interval 2\nfall 10")).isEmpty();
    }

    @Test
    void countingTwiceIsWhatIsWrongWithCounting() {
        String text =
                "[keepalived.conf]\nvrrp_script a {\nscript \"/x/vip-agent check\"\ninterval 3\nfall 10\n}\n[vip-agent.yaml]\nvip-agent: {targets: {local: {rise: %d, fall: %d}, cp2: {url: \"https://cp2:6443/readyz\", role: backend}}}";
        assertThat(ids(text.formatted(1, 1))).isEmpty();
        assertThat(ids(text.formatted(2, 1))).containsExactly(FindingId.DOUBLE_HYSTERESIS);
        assertThat(ids(text.formatted(1, 2))).containsExactly(FindingId.DOUBLE_HYSTERESIS);
    }

    private static List<FindingId> check(String command, String keys) {
        return ids("[keepalived.conf]\nvrrp_script a {\nscript \"/x/" + command + "\"\n" + keys + "\n}");
    }

    @Test
    void comparesPrioritiesAsTheyAreWhileAllIsWell() {
        String both =
                "[keepalived.conf]\nvrrp_script a {\nscript /a\nweight %d\n}\nvrrp_instance i {\nvirtual_router_id 1\npriority %d\ntrack_script { a }\n}\n"
                        + "[other.conf]\nvrrp_script a {\nscript /a\nweight %1$d\n}\nvrrp_instance i {\nvirtual_router_id 1\npriority %d\ntrack_script { a }\n}\n";
        assertThat(ids(both.formatted(-2, 101, 100))).isEmpty();
        assertThat(ids(both.formatted(-2, 102, 100))).containsExactly(FindingId.WEIGHT_BELOW_GAP);
        assertThat(ids(both.formatted(2, 102, 100))).containsExactly(FindingId.WEIGHT_BELOW_GAP);
        assertThat(ids(both.formatted(3, 102, 100))).isEmpty();
        assertThat(ids(both.formatted(0, 110, 100))).isEmpty();
        assertThat(ids(both.formatted(-2, 100, 110))).containsExactly(FindingId.WEIGHT_BELOW_GAP);
        assertThat(ids(both.formatted(-2, 100, 100))).containsExactly(FindingId.EQUAL_PRIORITIES);
        assertThat(find(both.formatted(-2, 110, 100)).write()).isEqualTo("weight 0, or weight -11");
        assertThat(find(both.formatted(-2, 1, 1)).write()).isEqualTo("priority 2");
    }

    @Test
    void otherAddressesUnderOneNumberClash() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\ninterface eth0\nvirtual_router_id 1\npriority 2\nvirtual_ipaddress { 192.0.2.1 }\n}\n"
                        + "[other.conf]\nvrrp_instance i {\ninterface %s\nvirtual_router_id 1\nvirtual_ipaddress { 192.0.2.%d }\n}\n";
        assertThat(ids(text.formatted("eth0", 1))).isEmpty();
        assertThat(ids(text.formatted("eth0", 2))).containsExactly(FindingId.ROUTER_ID_CLASH);
        assertThat(ids(text.formatted("eth1", 2))).isEmpty();
        assertThat(
                        ids(
                                "[keepalived.conf]\nvrrp_instance i {\ninterface a\nvirtual_router_id 1\n}\nvrrp_instance j {\ninterface b\nvirtual_router_id 1\n}"))
                .isEmpty();
    }

    @Test
    void passwordsAreComparedAsTheyAreSentAndNeverShown() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\nvirtual_router_id 1\npriority 2\nauthentication {\nauth_pass 12345678%s\n}\n}\n"
                        + "[other.conf]\nvrrp_instance i {\nvirtual_router_id 1\n%s\n}\n";
        assertThat(ids(text.formatted("x", "authentication {\nauth_pass 12345678y\n}")))
                .containsExactly(FindingId.PASSWORD_LONG);
        assertThat(ids(text.formatted("", ""))).containsExactly(FindingId.PASSWORDS_DIFFER);
        assertThat(Doctor.examine(FactsText.parse(text.formatted("x", ""))).toString())
                .doesNotContain("1234");
    }

    @Test
    void tracksInGroupsAndFilesMustBeDefinedToo() {
        assertThat(ids("[keepalived.conf]\nvrrp_sync_group g {\ntrack_script { a }\n}"))
                .containsExactly(FindingId.TRACK_UNDEFINED);
        assertThat(ids("[keepalived.conf]\nvrrp_instance g {\ntrack_file { a }\n}"))
                .containsExactly(FindingId.TRACK_UNDEFINED);
    }

    @Test
    void vipsAreComparedWithNetworksOfTheirFamily() {
        String text = "[keepalived.conf]\nvrrp_instance i {\ninterface eth0\nvirtual_ipaddress { %s }\n}\n[host]\n"
                + "network eth0 192.0.2.130/25 2001:db8::1/64 2001:db8:1::1/128\nnetwork eth1 198.51.100.1/24\n";
        assertThat(ids(text.formatted("192.0.2.200/32"))).isEmpty();
        assertThat(ids(text.formatted("192.0.2.100"))).containsExactly(FindingId.VIP_OUTSIDE_SUBNET);
        assertThat(ids(text.formatted("2001:db8::100"))).isEmpty();
        assertThat(ids(text.formatted("2001:db8:1::1"))).containsExactly(FindingId.VIP_OUTSIDE_SUBNET);
        assertThat(ids(text.formatted("192.0.2.100 dev eth1"))).containsExactly(FindingId.VIP_OUTSIDE_SUBNET);
        assertThat(ids(text.formatted("198.51.100.9 dev eth1"))).isEmpty();
        assertThat(ids(text.formatted("192.0.2.100 dev eth2"))).isEmpty();
        assertThat(ids(text.formatted("${VIP}"))).isEmpty();
    }

    @Test
    void anOwnerOfTheVipIsAStrangerOnlyWhereEveryNodeIsKnown() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.100 }\n}\n[haproxy.cfg]\nbackend b\n server a 192.0.2.11:6443\n server b 192.0.2.12:6443\n server c 192.0.2.13:6443\n[host]\n"
                        + "network eth0 192.0.2.11/24\nneighbour 192.0.2.12 a\nneighbour 192.0.2.100 ";
        assertThat(ids(text + "z")).isEmpty();
        assertThat(ids(text + "z\nneighbour 192.0.2.13 b")).containsExactly(FindingId.VIP_TAKEN);
        assertThat(ids(text + "b\nneighbour 192.0.2.13 b")).isEmpty();
        assertThat(ids(text + "00:00:5e:00:01:33\nneighbour 192.0.2.13 b")).isEmpty();
        assertThat(
                        ids(
                                "[keepalived.conf]\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.100 }\n}\n[host]\nneighbour 192.0.2.100 z"))
                .isEmpty();
    }

    @Test
    void knowsWhichWeightsOfATrackFileFailClosed() {
        String text =
                "[keepalived.conf]\ntrack_file f {\nfile /run/x/track\n%s\n}\nvrrp_instance i {\ntrack_file { f %s }\n}";
        assertThat(ids(text.formatted("", ""))).containsExactly(FindingId.TRACK_FILE_NOT_REVERSED);
        assertThat(ids(text.formatted("", "weight 0 reverse"))).isEmpty();
        assertThat(ids(text.formatted("weight 50", ""))).isEmpty();
        assertThat(ids(text.formatted("weight -50", ""))).containsExactly(FindingId.TRACK_FILE_NOT_REVERSED);
        assertThat(ids(text.formatted("weight 0 reverse", "weight 0")))
                .containsExactly(FindingId.TRACK_FILE_NOT_REVERSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount / overlay ro",
                "mount /run tmpfs rw\nmount /run nfs rw",
                "mount /run/x fuse rw",
                "mount /run/x/track tmpfs rw",
            })
    void knowsWhereKeepalivedDoesNotFollowAFile(String mounts) {
        assertThat(ids(TRACKED + "[host]\n" + mounts)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keepalived 2.2.7\nmount / nfs rw",
                "mount / nfs rw\nmount /run tmpfs rw",
                "mount / ext4 rw\nmount /ru nfs rw\nmount /run/x/trac tmpfs rw",
                "mount /run nfs rw\nmount /run tmpfs rw",
            })
    void knowsWhereItDoes(String mounts) {
        assertThat(ids(TRACKED + "[host]\n" + mounts)).isEmpty();
    }

    @Test
    void whatFollowsOurFileToo() {
        String ours = "[vip-agent.yaml]\nvip-agent: {keepalived: {track-file: /run/vip-agent/track}}";
        assertThat(ids(TRACKED + ours)).containsExactly(FindingId.TRACK_FILE_UNWRITTEN);
        assertThat(ids(
                        "[keepalived.conf]\ntrack_file f { file /run/x/track }\ntrack_file g { file /run/vip-agent/track }\n"
                                + ours))
                .isEmpty();
    }

    @Test
    void haproxyMayBeSlowerWhereTheAgentDoesNotAskIt() {
        String text =
                "[keepalived.conf]\nvrrp_script a {\nscript \"/x/vip-agent check\"\ninterval 2\n}\n[haproxy.cfg]\nbackend b\n server a 192.0.2.11:6443 %s inter 1s fall %d\n[vip-agent.yaml]\nvip-agent: {targets: {%s}}";
        String frontend = "haproxy: {role: frontend, url: \"https://127.0.0.1:8443/readyz\"}";
        // The agent takes 3 s and keepalived 2; haproxy 2 s for each failure.
        assertThat(ids(text.formatted("check", 3, frontend))).containsExactly(FindingId.HAPROXY_SLOWER_THAN_KEEPALIVED);
        assertThat(ids(text.formatted("check", 2, frontend))).isEmpty();
        assertThat(ids(text.formatted("check agent-check agent-inter 1s", 3, frontend)))
                .isEmpty();
        assertThat(ids(text.formatted("check agent-check agent-inter 3s", 3, frontend)))
                .containsExactly(FindingId.HAPROXY_SLOWER_THAN_KEEPALIVED);
        assertThat(ids(text.formatted("check", 9, "local: {}"))).isEmpty();
        assertThat(ids(text.formatted("", 9, frontend))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz?verbose", "/healthz/etcd", "/healthz"})
    void knowsHealthzInEveryForm(String path) {
        assertThat(ids("[haproxy.cfg]\nbackend b\n option httpchk GET " + path))
                .containsExactly(FindingId.HEALTHZ_NOT_READYZ);
        assertThat(ids("[vip-agent.yaml]\nvip-agent: {targets: {local: {url: \"https://127.0.0.1:6443" + path
                        + "\"}}}"))
                .containsExactly(FindingId.HEALTHZ_NOT_READYZ);
    }

    @Test
    void knowsWhoseLivenessItIs() {
        String text =
                "[haproxy.cfg]\nfrontend f\n bind *:8443\n mode %s\n[pod.yaml]\nspec:\n  containers:\n  - name: %s\n    livenessProbe: {httpGet: {path: %s, port: 8443}}\n";
        assertThat(ids(text.formatted("tcp", "haproxy", "/healthz")))
                .containsExactly(FindingId.LIVENESS_RESTARTS_HAPROXY);
        assertThat(ids(text.formatted("http", "haproxy", "/healthz"))).isEmpty();
        assertThat(ids(text.formatted("tcp", "kube-apiserver", "/livez"))).isEmpty();
        assertThat(ids(text.formatted("tcp", "haproxy", "/monitor"))).isEmpty();
        assertThat(find(text.formatted("tcp", "haproxy", "/readyz")).where()).isEqualTo("pod.yaml:4");
    }

    @Test
    void insecureTargetsVerifyNothing() {
        assertThat(
                        ids(
                                "[vip-agent.yaml]\nvip-agent: {targets: {local: {insecure: true, server-name: x}}}\n[probe]\nnames y"))
                .containsExactly(FindingId.VERIFY_NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KUBERNETES", "*.example", "2001:db8:0::1"})
    void knowsNamesInEveryForm(String name) {
        String asked =
                name.equals("*.example") ? "cp1.EXAMPLE" : name.equals("KUBERNETES") ? "kubernetes" : "2001:db8::1";
        String text =
                "[vip-agent.yaml]\nvip-agent: {targets: {local: {server-name: \"" + asked + "\"}}}\n[probe]\nnames ";
        assertThat(ids(text + name)).isEmpty();
        assertThat(ids(text + "*." + name)).containsExactly(FindingId.CERTIFICATE_WRONG_NAME);
    }

    @Test
    void portsAreTakenByOthersOnlyWhereNoAgentRuns() {
        String text =
                "[vip-agent.yaml]\nvip-agent: {http: {listen: \"127.0.0.1:1\"}, agent-check: {listen: \"127.0.0.1:2\"}}\n[host]\nports 1 2\n[agent]\n";
        assertThat(ids(text + "0 up")).isEmpty();
        assertThat(ids(text + "20 gone"))
                .containsExactly(FindingId.PORT_TAKEN, FindingId.PORT_TAKEN, FindingId.AGENT_NOT_RUNNING);
    }

    @Test
    void unitsMayBeOffWhereAPodDoesTheirWork() {
        assertThat(ids("[host]\nunit haproxy.service disabled")).containsExactly(FindingId.UNIT_NOT_ENABLED);
        assertThat(ids("[host]\nunit haproxy.service enabled")).isEmpty();
        assertThat(find("[host]\nunit haproxy.service disabled").write()).isEqualTo("systemctl enable haproxy.service");
        assertThat(ids("[haproxy.cfg]\nglobal\n[host]\nprocesses x")).containsExactly(FindingId.DAEMON_NOT_RUNNING);
    }

    @Test
    void eachProblemOfAConfigurationIsTold() {
        assertThat(ids("[vip-agent.yaml]\nvip-agent: {a: b, c: d}"))
                .containsExactly(FindingId.CONFIGURATION_INVALID, FindingId.CONFIGURATION_INVALID);
    }

    @Test
    void theWorstComesFirst() {
        Report report = Doctor.examine(
                FactsText.parse(
                        "[keepalived.conf]\nfoo\nvrrp_script a {\nscript /etc/check_apiserver.sh\n}\n[files]\n/etc/check_apiserver.sh missing"));
        assertThat(report.findings().stream()
                        .map(finding -> finding.id().severity().label())
                        .collect(Collectors.joining(" ")))
                .isEqualTo("error warning advice");
        assertThat(report.worst()).contains(Severity.ERROR);
    }

    private static Finding find(String text) {
        return Doctor.examine(FactsText.parse(text)).findings().getFirst();
    }

    private static List<FindingId> ids(String text) {
        return Doctor.examine(FactsText.parse(text)).findings().stream()
                .map(Finding::id)
                .toList();
    }
}
