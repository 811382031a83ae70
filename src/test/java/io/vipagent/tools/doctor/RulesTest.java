package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    /** user vip-agent is 998, and its group 997. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/a file 0:0 755\n/opt directory 0:0 711\n/ directory 0:0 755",
                "/opt/a file 998:0 100",
                "/opt/a file 0:997 10",
                "/opt/a file 0:997 10\n/opt directory 998:997 100",
                "/opt/a unknown\n/opt directory 0:997 750",
            })
    void knowsWhoMayExecuteAScript(String files) {
        assertThat(ids(asVipAgent("") + files)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/a file 0:0 754 chmod o+rx /opt/a",
                "/opt/a file 998:0 655 chmod u+rx /opt/a",
                "/opt/a file 0:997 705 chmod g+rx /opt/a",
                "/opt directory 0:0 754 chmod o+x /opt",
                "/opt directory 998:997 677 chmod u+x /opt",
                "/ directory 0:997 767 chmod g+x /",
            })
    void knowsWhoMayNot(String line) {
        String[] parts = line.split(" (?=chmod)");
        Finding found =
                find(asVipAgent("") + (parts[0].startsWith("/opt/a ") ? "" : "/opt/a file 0:0 755\n") + parts[0]);
        assertThat(found.id()).isEqualTo(FindingId.SCRIPT_USER_KEPT_OUT);
        assertThat(found.fix()).isEqualTo(parts[1]);
    }

    @Test
    void theGroupBehindTheUserIsTheOneThatCounts() {
        String file = "/opt/a file 0:5 750";
        assertThat(ids(asVipAgent(" five") + file)).isEmpty();
        assertThat(ids(asVipAgent(" six") + file)).containsExactly(FindingId.SCRIPT_USER_KEPT_OUT);
        assertThat(ids(asVipAgent(" nobodyknows") + file)).isEmpty();
        assertThat(ids(asVipAgent("").replace("script /opt/a", "script /opt/a\nuser vip-agent five") + file))
                .isEmpty();
        // The group of script_user is not that of the script's own user.
        assertThat(ids(asVipAgent(" five").replace("script /opt/a", "script /opt/a\nuser vip-agent") + file))
                .containsExactly(FindingId.SCRIPT_USER_KEPT_OUT);
    }

    @Test
    void rootIsKeptOutOfNothingAndWhomNobodyKnowsOfNothingEither() {
        String files = "/opt/a file 7:7 1\n/opt directory 7:7 0";
        assertThat(ids(asVipAgent("").replace("script_user vip-agent", "script_user root") + files))
                .isEmpty();
        assertThat(ids(asVipAgent("").replace("script_user vip-agent", "") + files))
                .isEmpty();
        assertThat(ids(asVipAgent("").replace("users ", "not ") + files)).isEmpty();
        assertThat(ids(asVipAgent("") + "/opt/a file 0:0 644")).containsExactly(FindingId.SCRIPT_NOT_EXECUTABLE);
        assertThat(ids(asVipAgent("") + "/opt/a missing\n/opt directory 0:0 700"))
                .containsExactly(FindingId.SCRIPT_MISSING, FindingId.SCRIPT_USER_KEPT_OUT);
        assertThat(ids(asVipAgent("")
                                .replace("script_user vip-agent", "")
                                .replace("users root", "users keepalived_script root")
                        + files))
                .containsExactly(FindingId.SCRIPT_USER_KEPT_OUT);
    }

    private static String asVipAgent(String group) {
        return "[keepalived.conf]\nglobal_defs {\nscript_user vip-agent" + group
                + "\n}\nvrrp_script a {\nscript /opt/a\n}\n"
                + "[host]\nusers root vip-agent:998:997\ngroups five:5 six:6\n[files]\n";
    }

    @Test
    void anInstanceNeedsSomethingToMove() {
        String text = "[keepalived.conf]\nvrrp_instance i {\n%s\n}\n";
        assertThat(ids(text.formatted(""))).containsExactly(FindingId.VIP_MISSING);
        assertThat(ids(text.formatted("virtual_routes { }"))).containsExactly(FindingId.VIP_MISSING);
        assertThat(ids(text.formatted("virtual_routes {\n192.0.2.0/24 dev eth0\n}")))
                .isEmpty();
        assertThat(ids(text.formatted("virtual_ipaddress_excluded { 192.0.2.1 }")))
                .isEmpty();
        assertThat(ids(text.formatted("virtual_ipaddress { $VIP }"))).doesNotContain(FindingId.VIP_MISSING);
    }

    @Test
    void nopreemptForbidsWeightsOfFilesAndProcessesToo() {
        String text = "[keepalived.conf]\ntrack_file f {\nfile /run/x/track\n%s\n}\n"
                + "track_process p {\nprocess x\n%s\n}\n"
                + "vrrp_instance i {\nnopreempt\nvirtual_ipaddress { 192.0.2.1 }\n%s\n}";
        String file = "track_file { f }";
        String process = "track_process { p }";
        assertThat(nopreempt(text.formatted("weight 0 reverse", "weight 0", file + "\n" + process)))
                .isEmpty();
        // Without a word both have weight 1.
        assertThat(nopreempt(text.formatted("", "", ""))).isEmpty();
        assertThat(nopreempt(text.formatted("", "", file))).containsExactly("i has nopreempt, and f has weight 1");
        assertThat(nopreempt(text.formatted("", "", process))).containsExactly("i has nopreempt, and p has weight 1");
        assertThat(nopreempt(text.formatted("weight -5", "", file)))
                .containsExactly("i has nopreempt, and f has weight -5");
        assertThat(nopreempt(text.formatted("", "weight 253", process)))
                .containsExactly("i has nopreempt, and p has weight 253");
        assertThat(nopreempt(text.formatted("", "", "track_process { p weight 0 }")))
                .isEmpty();
        assertThat(nopreempt(text.formatted("weight 0", "", "track_file { f weight 2 }")))
                .containsExactly("i has nopreempt, and f has weight 2");
        // Beyond 253 it is FAULT, as with 0.
        assertThat(nopreempt(text.formatted("weight -254", "weight 254", file + "\n" + process)))
                .isEmpty();
        assertThat(nopreempt(text.formatted("", "", "track_process { q }"))).isEmpty();
    }

    private static List<String> nopreempt(String text) {
        return Doctor.examine(FactsText.parse(text)).findings().stream()
                .filter(finding -> finding.id() == FindingId.NOPREEMPT_WITH_WEIGHT)
                .map(Finding::problem)
                .toList();
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
                        .fix())
                .isEqualTo("check --timeout 900ms");
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
                        .fix())
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
                "[keepalived.conf]\nvrrp_script a {\nscript /a\nweight %d\n}\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.1 }\nvirtual_router_id 1\npriority %d\ntrack_script { a }\n}\n"
                        + "[other.conf]\nvrrp_script a {\nscript /a\nweight %1$d\n}\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.1 }\nvirtual_router_id 1\npriority %d\ntrack_script { a }\n}\n";
        assertThat(ids(both.formatted(-2, 101, 100))).isEmpty();
        assertThat(ids(both.formatted(-2, 102, 100))).containsExactly(FindingId.WEIGHT_BELOW_GAP);
        assertThat(ids(both.formatted(2, 102, 100))).containsExactly(FindingId.WEIGHT_BELOW_GAP);
        assertThat(ids(both.formatted(3, 102, 100))).isEmpty();
        assertThat(ids(both.formatted(0, 110, 100))).isEmpty();
        assertThat(ids(both.formatted(-2, 100, 110))).containsExactly(FindingId.WEIGHT_BELOW_GAP);
        assertThat(ids(both.formatted(-2, 100, 100))).containsExactly(FindingId.EQUAL_PRIORITIES);
        assertThat(find(both.formatted(-2, 110, 100)).fix()).isEqualTo("weight 0, or weight -11");
        assertThat(find(both.formatted(-2, 1, 1)).fix()).isEqualTo("priority 2");
    }

    @Test
    void otherAddressesUnderOneNumberClash() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\ninterface eth0\nvirtual_router_id 1\npriority 2\nvirtual_ipaddress { 192.0.2.1 }\n}\n"
                        + "[other.conf]\nvrrp_instance i {\ninterface %s\nvirtual_router_id 1\nvirtual_ipaddress { 192.0.2.%d }\n}\n";
        assertThat(ids(text.formatted("eth0", 1))).isEmpty();
        assertThat(ids(text.formatted("eth0", 2))).containsExactly(FindingId.VIPS_DIFFER);
        assertThat(ids(text.formatted("eth1", 2))).isEmpty();
        assertThat(
                        ids(
                                "[keepalived.conf]\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.1 }\ninterface a\nvirtual_router_id 1\n}\nvrrp_instance j {\nvirtual_ipaddress { 192.0.2.1 }\ninterface b\nvirtual_router_id 1\n}"))
                .isEmpty();
    }

    @Test
    void passwordsAreComparedAsTheyAreSentAndNeverShown() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.1 }\nvirtual_router_id 1\npriority 2\nauthentication {\nauth_pass 12345678%s\n}\n}\n"
                        + "[other.conf]\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.1 }\nvirtual_router_id 1\n%s\n}\n";
        assertThat(ids(text.formatted("x", "authentication {\nauth_pass 12345678y\n}")))
                .containsExactly(FindingId.PASSWORD_LONG);
        assertThat(ids(text.formatted("", ""))).containsExactly(FindingId.AUTHENTICATION_DIFFERS);
        assertThat(ids(text.formatted("", "authentication {\nauth_pass 1234567\n}")))
                .containsExactly(FindingId.PASSWORDS_DIFFER);
        assertThat(Doctor.examine(FactsText.parse(text.formatted("x", ""))).toString())
                .doesNotContain("1234");
    }

    @Test
    void tracksInGroupsAndFilesMustBeDefinedToo() {
        assertThat(ids("[keepalived.conf]\nvrrp_sync_group g {\ntrack_script { a }\n}"))
                .containsExactly(FindingId.TRACK_UNDEFINED);
        assertThat(ids("[keepalived.conf]\nvrrp_instance g {\nvirtual_ipaddress { 192.0.2.1 }\ntrack_file { a }\n}"))
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
        assertThat(ids(text.formatted("192.0.2.100 dev eth2"))).containsExactly(FindingId.INTERFACE_MISSING);
        assertThat(ids(text.formatted("${VIP}"))).containsExactly(FindingId.VARIABLE_UNDEFINED);
    }

    @Test
    void anOwnerOfTheVipIsAStrangerOnlyWhereEveryNodeIsKnown() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.100 }\n}\n[haproxy.cfg]\nbackend b\n option httpchk\n default-server check check-ssl\n server a 192.0.2.11:6443\n server b 192.0.2.12:6443\n server c 192.0.2.13:6443\n[host]\n"
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
                "[keepalived.conf]\ntrack_file f {\nfile /run/x/track\n%s\n}\nvrrp_instance i {\nvirtual_ipaddress { 192.0.2.1 }\ntrack_file { f %s }\n}";
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
                "[keepalived.conf]\nvrrp_script a {\nscript \"/x/vip-agent check\"\ninterval 2\n}\nvrrp_instance i {\ntrack_script { a }\nvirtual_ipaddress { 192.0.2.1 }\n}\n[haproxy.cfg]\nbackend b\n option httpchk\n http-check connect ssl\n server a 192.0.2.11:6443 %s inter 1s fall %d\n[vip-agent.yaml]\nvip-agent: {vip: [192.0.2.1], targets: {%s}}";
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
        assertThat(ids("[haproxy.cfg]\nbackend b\n option httpchk GET " + path
                        + "\n server a 192.0.2.11:6443 check check-ssl"))
                .containsExactly(FindingId.HEALTHZ_NOT_READYZ);
        assertThat(ids("[vip-agent.yaml]\nvip-agent: {targets: {local: {url: \"https://127.0.0.1:6443" + path
                        + "\"}}}"))
                .containsExactly(FindingId.HEALTHZ_NOT_READYZ);
    }

    @Test
    void knowsWhoseLivenessItIs() {
        String text =
                "[haproxy.cfg]\nfrontend f\n bind *:8443\n mode %s\n[pod.yaml]\nspec:\n  hostNetwork: true\n  containers:\n  - name: %s\n    livenessProbe: {httpGet: {path: %s, port: 8443}}\n";
        assertThat(ids(text.formatted("tcp", "haproxy", "/healthz")))
                .containsExactly(FindingId.LIVENESS_RESTARTS_HAPROXY);
        assertThat(ids(text.formatted("http", "haproxy", "/healthz"))).isEmpty();
        assertThat(ids(text.formatted("tcp", "kube-apiserver", "/livez"))).isEmpty();
        assertThat(ids(text.formatted("tcp", "haproxy", "/monitor"))).isEmpty();
        assertThat(find(text.formatted("tcp", "haproxy", "/readyz")).location()).isEqualTo("pod.yaml:5");
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
        assertThat(find("[host]\nunit haproxy.service disabled").fix()).isEqualTo("systemctl enable haproxy.service");
        assertThat(find("[host]\nunit haproxy-reload.path disabled").fix())
                .isEqualTo("systemctl enable --now haproxy-reload.path");
        assertThat(ids("[haproxy.cfg]\nglobal\n[host]\nprocesses x")).containsExactly(FindingId.DAEMON_NOT_RUNNING);
    }

    @Test
    void eachProblemOfAConfigurationIsTold() {
        assertThat(ids("[vip-agent.yaml]\nvip-agent: {a: b, c: d}"))
                .containsExactly(FindingId.CONFIGURATION_INVALID, FindingId.CONFIGURATION_INVALID);
    }

    @Test
    void theWorstComesFirst() {
        DoctorReport report = Doctor.examine(
                FactsText.parse(
                        "[keepalived.conf]\nfoo\nvrrp_script a {\nscript \"/etc/a -k http://localhost/healthz curl -f /healthz\"\n}\n[files]\n/etc/a missing"));
        assertThat(report.findings().stream()
                        .map(finding -> finding.id().severity().label())
                        .collect(Collectors.joining(" ")))
                .isEqualTo("error warning advice");
        assertThat(report.worst()).contains(Severity.ERROR);
    }

    private static final String WIRE =
            "[keepalived.conf]\nvrrp_instance i {\ninterface eth0\nvirtual_router_id 51\npriority 101\n%s\nvirtual_ipaddress { 192.0.2.100 }\n}\n[host]\nlistened eth0 ipv4 4000\nnetwork eth0 192.0.2.11/24\n";

    private static final String OURS = "advertisement eth0 192.0.2.12 2 51 %d 1000 0 - 192.0.2.100\n";

    @Test
    void aQuietNetworkAndAHealthyHolderAreNothingToTell() {
        assertThat(ids(WIRE.formatted(""))).isEmpty();
        assertThat(ids(WIRE.formatted("") + OURS.formatted(100).repeat(3))).isEmpty();
        assertThat(ids(WIRE.formatted("") + OURS.formatted(0))).isEmpty();
    }

    @Test
    void whoeverSendsOurNumberForOtherAddressesClashes() {
        String text = WIRE.formatted("");
        Finding clash = find(text + "advertisement eth0 192.0.2.99 3 51 101 500 0 - 192.0.2.200");
        assertThat(clash.id()).isEqualTo(FindingId.ROUTER_ID_CLASH);
        assertThat(clash.location()).isEqualTo("keepalived.conf:3");
        assertThat(clash.problem())
                .isEqualTo("192.0.2.99 advertises virtual_router_id 51 for 192.0.2.200, and i is for 192.0.2.100");
        // Nothing else that a stranger says concerns us.
        assertThat(ids(text + "advertisement eth0 192.0.2.99 3 51 255 500 0 - 192.0.2.200"))
                .containsExactly(FindingId.ROUTER_ID_CLASH);
        assertThat(ids(text + "advertisement eth0 192.0.2.12 2 51 100 1000 0 - 192.0.2.100 192.0.2.101"))
                .containsExactly(FindingId.VIPS_DIFFER);
        // Nor is a node of this cluster a stranger: another number for it alone would be two holders of one VIP.
        assertThat(find(text
                        + "peer http://192.0.2.99:9706\nadvertisement eth0 192.0.2.99 2 51 100 1000 0 - 192.0.2.200"))
                .returns(FindingId.VIPS_DIFFER, Finding::id)
                .returns("the same virtual_ipaddress on every node of the cluster", Finding::fix);
        assertThat(ids(text + "advertisement eth0 192.0.2.99 2 51 100 1000 0 -"))
                .containsExactly(FindingId.ROUTER_ID_CLASH);
        assertThat(ids(text + "advertisement eth0 192.0.2.99 2 52 101 1000 0 - 192.0.2.200"))
                .isEmpty();
        assertThat(ids(text + "advertisement eth1 192.0.2.99 2 51 101 1000 0 - 192.0.2.200"))
                .isEmpty();
    }

    @Test
    void whatIsExcludedFromAdvertsOrOfAnotherFamilyIsNotMissedInThem() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\ninterface eth0\nvirtual_router_id 51\nvirtual_ipaddress {\n192.0.2.100\n}\nvirtual_ipaddress_excluded {\n192.0.2.101\n2001:db8::1\n}\n}\n[host]\nlistened eth0 ipv4 4000\n";
        assertThat(ids(text + OURS.formatted(99))).isEmpty();
    }

    @Test
    void keepsTheVersionsDefaultsOfKeepalived() {
        assertThat(ids(WIRE.formatted("version 3") + OURS.formatted(100))).containsExactly(FindingId.VERSION_DIFFERS);
        String global = "[keepalived.conf]\nglobal_defs { vrrp_version 3 }\n";
        assertThat(ids(WIRE.formatted("").replace("[keepalived.conf]\n", global) + OURS.formatted(100)))
                .containsExactly(FindingId.VERSION_DIFFERS);
        assertThat(ids(WIRE.formatted("version 2").replace("[keepalived.conf]\n", global) + OURS.formatted(100)))
                .isEmpty();
        String six =
                "[keepalived.conf]\n%svrrp_instance i {\ninterface eth0\nvirtual_router_id 51\nvirtual_ipaddress { 2001:db8::1 }\n}\n[host]\nlistened eth0 ipv6 4000\nadvertisement eth0 fe80::2 3 51 99 1000 0 - 2001:db8::1";
        assertThat(ids(six.formatted(""))).isEmpty();
        assertThat(ids(six.formatted("global_defs { vrrp_version 2 }\n"))).isEmpty();
        assertThat(ids(six.formatted("").replace("ipv6 4000", "ipv4 4000"))).isEmpty();
    }

    @Test
    void comparesPasswordsThatWereHeardAndShowsNone() {
        String text = WIRE.formatted("authentication {\nauth_type PASS\nauth_pass 12345678x\n}")
                + "advertisement eth0 192.0.2.12 2 51 100 1000 1 %s 192.0.2.100";
        assertThat(ids(text.formatted("12345678"))).containsExactly(FindingId.PASSWORD_LONG);
        assertThat(ids(text.formatted("1234567"))).containsExactly(FindingId.PASSWORDS_DIFFER, FindingId.PASSWORD_LONG);
        assertThat(Doctor.examine(FactsText.parse(text.formatted("1234567"))).toString())
                .doesNotContain("1234");
        assertThat(ids(WIRE.formatted("authentication {\nauth_type AH\nauth_pass x\n}") + OURS.formatted(100)))
                .containsExactly(FindingId.AUTHENTICATION_DIFFERS);
    }

    @Test
    void comparesPrioritiesThatWereHeard() {
        assertThat(ids(WIRE.formatted("") + OURS.formatted(101))).containsExactly(FindingId.EQUAL_PRIORITIES);
        assertThat(find(WIRE.formatted("") + OURS.formatted(101)).fix()).isEqualTo("priority 100");
        assertThat(ids(WIRE.formatted("") + OURS.formatted(102))).isEmpty();
        assertThat(ids(WIRE.formatted("") + OURS.formatted(255))).containsExactly(FindingId.PRIORITY_255);
        String weighted = WIRE.formatted("track_script { a }")
                .replace("[keepalived.conf]\n", "[keepalived.conf]\nvrrp_script a {\nscript /a\nweight 2\n}\n");
        assertThat(ids(weighted + OURS.formatted(103))).containsExactly(FindingId.EQUAL_PRIORITIES);
        assertThat(ids(weighted + OURS.formatted(101))).isEmpty();
    }

    @Test
    void aTakeoverIsNotTwoMasters() {
        String other = OURS.formatted(100);
        String third = "advertisement eth0 192.0.2.13 2 51 99 1000 0 - 192.0.2.100\n";
        String text = WIRE.formatted("");
        assertThat(ids(text + other + third + other)).isEmpty();
        assertThat(ids(text + other + third + other + third)).containsExactly(FindingId.TWO_MASTERS);
        assertThat(ids(text + other + third.replace(" 99 ", " 0 ") + other + third.replace(" 99 ", " 0 ")))
                .isEmpty();
        assertThat(ids(text + "kept 192.0.2.100\n" + other)).isEmpty();
        assertThat(ids(text + "kept 192.0.2.100\n" + other + other)).containsExactly(FindingId.TWO_MASTERS);
        assertThat(find(text + "kept 192.0.2.100\n" + other + other).problem())
                .isEqualTo("this node has the VIP, and 192.0.2.12 advertises it");
        assertThat(ids(text + "kept 192.0.2.101\n" + other + other)).isEmpty();
    }

    @Test
    void whoAnswersIsAStrangerOnlyWhereEverybodyElseIsKnown() {
        String answered = WIRE.formatted("") + "neighbour 192.0.2.100 z\n";
        // Nobody advertises it, and that was listened for long enough.
        assertThat(find(answered).problem()).isEqualTo("192.0.2.100 was answered for by z, and nobody advertises it");
        assertThat(ids(answered.replace("4000", "3999"))).isEmpty();
        assertThat(ids(answered.replace("listened eth0 ipv4 4000\n", ""))).isEmpty();
        // Whoever advertises it has it, if that is all.
        String heard = answered + OURS.formatted(100);
        assertThat(ids(heard)).isEmpty();
        assertThat(ids(heard + "neighbour 192.0.2.12 z")).isEmpty();
        assertThat(find(heard + "neighbour 192.0.2.12 y").problem())
                .endsWith("which is not who advertises it: 192.0.2.12");
        // This node has it, so what the kernel remembers is old.
        assertThat(ids(answered + "network eth0 192.0.2.100/32")).isEmpty();
    }

    @Test
    void agentsThatAllDenyMakeAStranger() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\nvirtual_router_id 51\nvirtual_ipaddress { 192.0.2.100 }\n}\n[host]\nneighbour 192.0.2.100 %s\npeer http://192.0.2.12:9706\npeer http://192.0.2.13:9706\npeer-vip http://192.0.2.12:9706 192.0.2.100 lacks\n";
        String denied = text + "peer-vip http://192.0.2.13:9706 192.0.2.100 lacks\n";
        assertThat(ids(denied.formatted("z"))).containsExactly(FindingId.VIP_TAKEN);
        assertThat(ids(text.formatted("z"))).isEmpty();
        assertThat(ids(denied.replace("13:9706 192.0.2.100 lacks", "13:9706 192.0.2.100 holds")
                        .formatted("z")))
                .isEmpty();
        assertThat(ids(denied.formatted("z") + "neighbour 192.0.2.13 z")).isEmpty();
        assertThat(ids(denied.formatted("00:00:5e:00:01:33"))).isEmpty();
        assertThat(ids(denied.formatted("00:00:5e:00:01:34"))).containsExactly(FindingId.VIP_TAKEN);
    }

    @Test
    void saysWhereItIsNotSureOfAStranger() {
        String text =
                "[keepalived.conf]\nvrrp_instance i {\nunicast_peer {\n192.0.2.12\n192.0.2.13\n}\nvirtual_ipaddress { 192.0.2.100 }\n}\n[host]\nneighbour 192.0.2.100 z\nneighbour 192.0.2.12 %s\n";
        assertThat(Doctor.examine(FactsText.parse(text.formatted("y"))).unchecked())
                .extracting(Skipped::subject)
                .containsExactly("whether a stranger has 192.0.2.100");
        assertThat(Doctor.examine(FactsText.parse(text.formatted("z"))).unchecked())
                .isEmpty();
        DoctorReport sure = Doctor.examine(FactsText.parse(text.formatted("y") + "neighbour 192.0.2.13 x"));
        assertThat(sure.unchecked()).isEmpty();
        assertThat(sure.findings()).extracting(Finding::id).contains(FindingId.VIP_TAKEN);
    }

    @Test
    void clocksMayDifferByTwoSecondsAndWhatTheWayExplains() {
        String peer = "[host]\npeer http://192.0.2.12:9706\npeer-clock http://192.0.2.12:9706 %d %d";
        assertThat(ids(peer.formatted(2100, 100))).isEmpty();
        assertThat(ids(peer.formatted(2101, 100))).containsExactly(FindingId.CLOCK_SKEW);
        assertThat(ids(peer.formatted(-2100, 100))).isEmpty();
        assertThat(find(peer.formatted(-2101, 100)).problem()).isEqualTo("the clock there is 2.1 s behind this node's");
        assertThat(find(peer.formatted(61_000, 0)).problem())
                .isEqualTo("the clock there is 61.0 s ahead of this node's");
        assertThat(ids("[probe]\nclock 2500 500")).isEmpty();
        assertThat(ids("[probe]\nclock 2501 500")).containsExactly(FindingId.CLOCK_SKEW);
    }

    @Test
    void aVipMayBeAVariableOrAnotherProgramsBusiness() {
        String agent = "[vip-agent.yaml]\nvip-agent: {vip: [192.0.2.101]}\n";
        assertThat(ids("[keepalived.conf]\nvrrp_instance i {\nvirtual_ipaddress { ${VIP} }\n}\n" + agent))
                .doesNotContain(FindingId.VIP_NOT_CONFIGURED);
        assertThat(ids("[keepalived.conf]\nglobal_defs { }\n" + agent)).isEmpty();
        assertThat(ids(agent)).isEmpty();
    }

    /** What the texts here leave out because it is not their subject; fixtures.txt and WholeFilesTest have it. */
    private static final Set<FindingId> LEFT_OUT =
            EnumSet.of(FindingId.VIP_UNCHECKED, FindingId.SCRIPT_UNTRACKED, FindingId.VALUE_MISSING);

    private static Finding find(String text) {
        return findings(text).getFirst();
    }

    /** The doctor's clock stands at the beginning of 2026. */
    @Test
    void looksAtTheCaAndTheClientCertificateToo() {
        assertThat(whats("[probe]\nca-until 2025-12-31T00:00:00Z\nclient-until 2026-01-20T00:00:00Z"))
                .containsExactly(
                        "the CA CN=ca in ca-file expired at 2025-12-31T00:00:00Z",
                        "the client certificate CN=client expires at 2026-01-20T00:00:00Z");
        assertThat(ids("[probe]\nca-until 2035-12-31T00:00:00Z\nclient-until 2027-01-20T00:00:00Z"))
                .doesNotContain(FindingId.CERTIFICATE_EXPIRED, FindingId.CERTIFICATE_EXPIRING);
    }

    @Test
    void looksAtTheCertificatesOfTheHttpPort() {
        assertThat(whats("[probe]\nhttp-until 2026-01-20T00:00:00Z\nhttp-ca-until 2025-12-31T00:00:00Z"))
                .containsExactlyInAnyOrder(
                        "the certificate of the agent's HTTP port expires at 2026-01-20T00:00:00Z",
                        "the CA CN=ca of the agent's clients expired at 2025-12-31T00:00:00Z");
        assertThat(whats("[probe]\nhttp-until 2027-01-20T00:00:00Z")).isEmpty();
    }

    @Test
    void missesTheCertificateOfTheHttpPort() {
        String tls = """
                [vip-agent.yaml]
                vip-agent: {http: {tls: {cert-file: /a.crt, key-file: /a.key%s}}}
                [files]
                %s
                """;
        String authority = ", client-ca-file: /ca.crt";
        FindingId missing = FindingId.HTTP_CERTIFICATE_MISSING;
        assertThat(ids(tls.formatted("", "/a.crt missing"))).contains(missing);
        assertThat(ids(tls.formatted("", "/a.crt file 0:0 644\n/a.key missing")))
                .contains(missing);
        assertThat(ids(tls.formatted("", "/a.crt file 0:0 644\n/a.key file 0:0 640")))
                .doesNotContain(missing);
        assertThat(ids(tls.formatted(authority, "/a.crt missing\n/ca.crt file 0:0 644")))
                .contains(missing);
        assertThat(ids(tls.formatted(authority, "/a.crt missing\n/ca.crt missing")))
                .doesNotContain(missing);
        assertThat(ids(tls.formatted(authority, "/a.crt file 0:0 644\n/a.key file 0:0 640\n/ca.crt file 0:0 644")))
                .doesNotContain(missing);
    }

    private static List<String> whats(String text) {
        return Doctor.examine(FactsText.parse(text)).findings().stream()
                .filter(finding ->
                        finding.id() == FindingId.CERTIFICATE_EXPIRED || finding.id() == FindingId.CERTIFICATE_EXPIRING)
                .map(Finding::problem)
                .toList();
    }

    private static List<FindingId> ids(String text) {
        return findings(text).stream().map(Finding::id).toList();
    }

    private static List<Finding> findings(String text) {
        return Doctor.examine(FactsText.parse(text)).findings().stream()
                .filter(finding -> !LEFT_OUT.contains(finding.id()))
                .toList();
    }
}
