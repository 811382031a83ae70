package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole configurations of two nodes, each with one thing broken. What keepalived says of each was tried with 2.2.7. */
class WholeFilesTest {
    private static final String HEAD = """
            vrrp_script c {
                script "/etc/keepalived/chk.sh"
                interval 2
                weight -60
            }
            """;
    private static final String INSTANCE = """
            vrrp_instance V {
                state MASTER
                interface eth0
                virtual_router_id 51
                priority 100
                virtual_ipaddress {
                    192.0.2.100
                }
                track_script {
                    c
                }
            }
            """;
    private static final String OTHER = INSTANCE.replace("MASTER", "BACKUP").replace("priority 100", "priority 90");
    private static final String API = """
            backend apiservers
                option httpchk
                http-check connect ssl
                http-check send meth GET uri /readyz
                http-check expect status 200
                default-server check verify required ca-file /ca.crt verifyhost kubernetes
                server cp1 192.0.2.11:6443
                server cp2 192.0.2.12:6443
            """;

    @Test
    void aWholePairHasNothingToFind() {
        assertThat(ids(two(INSTANCE, OTHER).replace("weight", "fall 10\nweight") + "[haproxy.cfg]\n" + API))
                .isEmpty();
    }

    @Test
    void whatIsDefinedBelowIsNotThereForKeepalived() {
        Finding order = find("[keepalived.conf]\n" + INSTANCE + HEAD, FindingId.TRACK_UNDEFINED);
        assertThat(order.problem())
                .isEqualTo(
                        "vrrp_script c is defined below, at keepalived.conf:13: keepalived reads from top to bottom");
        assertThat(order.fix()).isEqualTo("move vrrp_script c { ... } above vrrp_instance V");
        assertThat(ids("[keepalived.conf]\n" + INSTANCE + HEAD))
                .containsExactly(FindingId.VIP_UNCHECKED, FindingId.TRACK_UNDEFINED);
        String file = INSTANCE.replace("track_script", "track_file");
        assertThat(ids("[keepalived.conf]\n" + file + "track_file c {\nfile /run/x\nweight 0 reverse\n}\n"))
                .containsExactly(FindingId.VIP_UNCHECKED, FindingId.TRACK_UNDEFINED);
        assertThat(ids("[keepalived.conf]\n" + INSTANCE.replace("track_script", "track_process")
                        + "vrrp_track_process c { process haproxy }\n"))
                .containsExactly(FindingId.VIP_UNCHECKED, FindingId.TRACK_UNDEFINED);
        assertThat(ids("[keepalived.conf]\nvrrp_sync_group G {\ngroup { V }\ntrack_script { c }\n}\n" + HEAD
                        + INSTANCE.replace("track_script {\n        c\n    }", "")))
                .contains(FindingId.TRACK_UNDEFINED, FindingId.VIP_UNCHECKED);
    }

    @Test
    void whatAGroupTracksCountsForItsInstances() {
        assertThat(ids("[keepalived.conf]\n" + HEAD + "vrrp_sync_group G {\ngroup { V }\ntrack_script { c }\n}\n"
                        + INSTANCE.replace("    track_script {\n        c\n    }\n", "")))
                .isEmpty();
        assertThat(find(
                                "[keepalived.conf]\n" + HEAD + INSTANCE + "vrrp_sync_group G {\ngroup { W }\n}\n",
                                FindingId.TRACK_UNDEFINED)
                        .problem())
                .isEqualTo("there is no vrrp_instance W for the group G");
    }

    @ParameterizedTest
    @ValueSource(strings = {"script: \"/x\"", "", "script", "script \"\""})
    void aScriptThatSaysNothingIsNone(String line) {
        assertThat(ids("[keepalived.conf]\n" + HEAD.replace("script \"/etc/keepalived/chk.sh\"", line) + INSTANCE))
                .contains(FindingId.DEFINITION_INCOMPLETE, FindingId.TRACK_UNDEFINED, FindingId.VIP_UNCHECKED);
    }

    @Test
    void aFileOrProcessThatSaysNothingIsNoneEither() {
        assertThat(ids("[keepalived.conf]\ntrack_file f {\nweight 0 reverse\n}\nvrrp_track_process p { }\n"))
                .containsExactly(FindingId.DEFINITION_INCOMPLETE, FindingId.DEFINITION_INCOMPLETE);
    }

    @Test
    void aNameIsDefinedOnce() {
        assertThat(find("[keepalived.conf]\n" + HEAD + INSTANCE + INSTANCE, FindingId.DEFINED_TWICE)
                        .problem())
                .isEqualTo("vrrp_instance V is defined already, at keepalived.conf:6");
        assertThat(ids("[keepalived.conf]\n" + HEAD + HEAD + INSTANCE)).containsExactly(FindingId.DEFINED_TWICE);
    }

    @Test
    void aVipOfOthersNeedsNoCheckOfOurs() {
        String storage = INSTANCE.replace("vrrp_instance V", "vrrp_instance S")
                .replace("51", "52")
                .replace("192.0.2.100", "192.0.2.200")
                .replace("    track_script {\n        c\n    }\n", "");
        assertThat(ids("[keepalived.conf]\n" + HEAD + INSTANCE + storage)).containsExactly(FindingId.VIP_UNCHECKED);
        assertThat(ids("[keepalived.conf]\n" + HEAD + INSTANCE + storage
                        + "[vip-agent.yaml]\nvip-agent: {vip: [192.0.2.100]}\n"))
                .doesNotContain(FindingId.VIP_UNCHECKED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state MASTER          | state MASTERS                    | MASTER or BACKUP",
                "state MASTER          | state master                     | MASTER or BACKUP",
                "state MASTER          | state FAULT                      | MASTER or BACKUP",
                "virtual_router_id 51  | virtual_router_id 300            | 1 to 255",
                "virtual_router_id 51  | virtual_router_id 0              | 1 to 255",
                "virtual_router_id 51  | virtual_router_id x              | 1 to 255",
                "priority 100          | priority 300                     | 1 to 255",
                "priority 100          | priority 0                       | 1 to 255",
                "priority 100          | priority 1oo                     | 1 to 255",
                "priority 100          | advert_int 0                     | 0.01 to 255",
                "priority 100          | advert_int 256                   | 0.01 to 255",
                "priority 100          | advert_int 1s                    | 0.01 to 255",
                "priority 100          | version 4                        | 2 or 3",
                "priority 100          | preempt_delay 2000               | 0 to 1000",
                "priority 100          | mcast_src_ip 192.0.2.300         | an IP address",
                "priority 100          | unicast_peer { 192.0.2.300 }     | an IP address",
                "priority 100          | authentication { auth_type PASSWORD } | PASS or AH",
                "192.0.2.100           | 192.0.2.300                      | an IP address",
                "192.0.2.100           | 192.0.2.100/33                   | an IP address",
                "192.0.2.100           | api.example                      | an IP address",
                "interval 2            | interval 0                       | 0.001 to 4294",
                "interval 2            | interval abc                     | 0.001 to 4294",
                "interval 2            | rise 0                           | 1 to 2147483647",
                "interval 2            | fall x                           | 1 to 2147483647",
                "weight -60            | weight -300                      | -253 to 253",
                "track_script {        | 'track_script {\n c weight 300'  | -253 to 253",
            })
    void aValueOutsideItsRangeIsOneErrorWithTheRange(String written, String broken, String range) {
        String text = "[keepalived.conf]\n" + (HEAD + INSTANCE).replace(written.stripTrailing(), broken);
        List<Finding> found = findings(text).stream()
                .filter(finding -> finding.id() == FindingId.VALUE_REJECTED)
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().problem()).contains("expected ", range);
    }

    @Test
    void decimalsOfAScriptDependOnTheVersion() {
        String text =
                "[keepalived.conf]\n" + HEAD.replace("interval 2", "interval 2.5") + INSTANCE + "[host]\nkeepalived ";
        assertThat(ids(text + "2.2.7")).contains(FindingId.VALUE_REJECTED);
        assertThat(ids(text + "2.3.2")).doesNotContain(FindingId.VALUE_REJECTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state MASTER         | state ${STATE}",
                "192.0.2.100          | ${APISERVER_VIP}",
                "virtual_router_id 51 | virtual_router_id ${ROUTER_ID}",
                "priority 100         | priority ${PRIORITY}",
                "interface eth0       | interface ${INTERFACE}",
                "192.0.2.100          | $VIP",
                "priority 100         | 'priority 100\nauthentication {\nauth_type PASS\nauth_pass ${AUTH_PASS}\n}'",
            })
    void aVariableThatNobodyDefinesIsOneError(String written, String broken) {
        assertThat(errors("[keepalived.conf]\n" + HEAD + INSTANCE.replace(written.stripTrailing(), broken)))
                .containsExactly(FindingId.VARIABLE_UNDEFINED);
    }

    @Test
    void aDollarInAPasswordOrScriptIsNoVariable() {
        assertThat(ids("[keepalived.conf]\n" + HEAD.replace("chk.sh", "chk.sh ${X}")
                        + INSTANCE.replace("priority 100", "authentication {\nauth_type PASS\nauth_pass $ecret\n}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"virtual_router_id 51,virtual_router_id", "interface eth0,interface", "MASTER,state"})
    void whatMustBeThereIsMissed(String written, String key) {
        Finding found = find("[keepalived.conf]\n" + HEAD + INSTANCE.replace(written, ""), FindingId.VALUE_MISSING);
        assertThat(found.problem()).contains(key);
    }

    @Test
    void addressesOfBothFamiliesAreNotOneInstances() {
        assertThat(find(
                                "[keepalived.conf]\n" + HEAD
                                        + INSTANCE.replace("192.0.2.100", "192.0.2.100\n2001:db8::1"),
                                FindingId.VALUE_REJECTED)
                        .fix())
                .startsWith("virtual_ipaddress_excluded { 2001:db8::1 }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "virtual_router_id 51 | virtual_router_id 50                               | ROUTER_ID_DIFFERS",
                "192.0.2.100          | 192.0.2.101                                        | VIPS_DIFFER",
                "priority 90          | 'priority 90\nversion 3'                           | VERSION_DIFFERS",
                "priority 90          | 'priority 90\nadvert_int 2'                        | ADVERT_INTERVAL_DIFFERS",
                "priority 90          | 'priority 90\nauthentication {\nauth_type PASS\nauth_pass x\n}' | AUTHENTICATION_DIFFERS",
                "priority 90          | 'priority 90\nauthentication {\nauth_type AH\nauth_pass x\n}'   | AUTHENTICATION_DIFFERS",
                "priority 90          | 'priority 90\nunicast_peer {\n192.0.2.11\n}'       | UNICAST_DIFFERS",
                "priority 90          | priority 100                                       | EQUAL_PRIORITIES",
                "interface eth0       | interface eth1                                     | INTERFACES_DIFFER",
            })
    void nodesMustBeAlike(String written, String broken, FindingId expected) {
        assertThat(ids(two(INSTANCE, OTHER.replace(written.stripTrailing(), broken))))
                .containsExactly(expected);
    }

    @Test
    void typesOfAuthenticationAreCompared() {
        String pass = "authentication {\nauth_type PASS\nauth_pass x\n}\npriority";
        assertThat(ids(two(INSTANCE.replace("priority", pass), OTHER.replace("priority", pass.replace("PASS", "AH")))))
                .containsExactly(FindingId.AUTHENTICATION_DIFFERS);
    }

    @Test
    void peersMustNameEachOther() {
        assertThat(peers("unicast_src_ip 192.0.2.11", "192.0.2.12", "unicast_src_ip 192.0.2.12", "192.0.2.11"))
                .isEmpty();
        assertThat(peers("unicast_src_ip 192.0.2.11", "192.0.2.13", "unicast_src_ip 192.0.2.12", "192.0.2.11"))
                .containsExactly(FindingId.PEER_NOT_NAMED);
        assertThat(peers("unicast_src_ip 192.0.2.11", "192.0.2.12", "unicast_src_ip 192.0.2.12", "192.0.2.13"))
                .containsExactly(FindingId.PEER_NOT_NAMED);
        // Without sources: whoever names the same single node as that node does cannot mean it.
        assertThat(peers("", "192.0.2.12", "", "192.0.2.12"))
                .containsExactly(FindingId.PEER_NOT_NAMED, FindingId.PEER_NOT_NAMED);
        assertThat(peers("", "192.0.2.12", "", "192.0.2.11")).isEmpty();
        // A list of all nodes, this one too, is what templates write.
        assertThat(peers("", "192.0.2.11\n192.0.2.12", "", "192.0.2.11\n192.0.2.12"))
                .isEmpty();
        // This node's own addresses say what the other node must name.
        assertThat(ids(two(unicast(INSTANCE, "", "192.0.2.12"), unicast(OTHER, "", "192.0.2.13"))
                        + "[host]\nnetwork eth0 192.0.2.11/24\n"))
                .containsExactly(FindingId.PEER_NOT_NAMED);
    }

    private static List<FindingId> peers(String source, String peers, String otherSource, String otherPeers) {
        return ids(two(unicast(INSTANCE, source, peers), unicast(OTHER, otherSource, otherPeers)));
    }

    private static String unicast(String instance, String source, String peers) {
        return instance.replace("priority", source + "\nunicast_peer {\n" + peers + "\n}\npriority");
    }

    @Test
    void whatIsFoundInTheFilesIsFoundOnTheWire() {
        String text = "[keepalived.conf]\n" + HEAD + "%s[host]\nlistened eth0 ipv4 3500\n%s";
        String advert = "advertisement eth0 192.0.2.12 2 %s 90 1000 0 - 192.0.2.100\n";
        assertThat(ids(text.formatted(INSTANCE, advert.formatted(51)))).isEmpty();
        assertThat(ids(text.formatted(INSTANCE, advert.formatted(50)))).containsExactly(FindingId.ROUTER_ID_DIFFERS);
        assertThat(ids(text.formatted(INSTANCE, "unicast-" + advert.formatted(51))))
                .containsExactly(FindingId.UNICAST_DIFFERS);
        assertThat(ids(text.formatted(INSTANCE, "multicast-" + advert.formatted(51))))
                .isEmpty();
        String unicast = unicast(INSTANCE, "", "192.0.2.12");
        assertThat(ids(text.formatted(unicast, "multicast-" + advert.formatted(51))))
                .containsExactly(FindingId.UNICAST_DIFFERS);
        assertThat(ids(text.formatted(unicast, "unicast-" + advert.formatted(51))))
                .isEmpty();
        assertThat(ids(text.formatted(unicast(INSTANCE, "", "192.0.2.13"), "unicast-" + advert.formatted(51))))
                .containsExactly(FindingId.PEER_NOT_NAMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 1                          | SCRIPT_UNRUNNABLE",
                "''                              | SCRIPT_UNRUNNABLE",
                "' #!/bin/sh'                    | SCRIPT_UNRUNNABLE",
                "#!                              | SCRIPT_UNRUNNABLE",
                "#!/bin/sh\\r                    | INTERPRETER_MISSING",
                "#!sh                            | INTERPRETER_MISSING",
            })
    void whatTheKernelCannotRunIsNoCheck(String first, FindingId expected) {
        String text = "[keepalived.conf]\n" + HEAD + INSTANCE
                + "[files]\n/bin/sh file 0:0 755\n/bin/sh\\r missing\n/sh missing\n[file /etc/keepalived/chk.sh]\n";
        assertThat(ids(text + first)).containsExactly(expected);
        assertThat(ids(text + "#! /bin/sh -e\\r\nexit 1\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "killall -0 haproxy ~ SCRIPT_ASKS_PROCESS",
                "pidof haproxy || exit 1 ~ SCRIPT_ASKS_PROCESS",
                "pgrep -x haproxy ~ SCRIPT_ASKS_PROCESS",
                "systemctl is-active --quiet haproxy ~ SCRIPT_ASKS_PROCESS",
                "ps -C haproxy --no-header | wc -l ~ SCRIPT_ASKS_PROCESS",
                "ss -ltn | grep -q 6443 ~ SCRIPT_ASKS_PROCESS",
                "curl -sfk https://localhost:6443/healthz -o /dev/null ~ KUBEADM_SCRIPT",
                "curl --silent --fail --insecure https://localhost:6443/readyz ~ KUBEADM_SCRIPT",
                "curl --silent --insecure https://localhost:6443/readyz ~ SCRIPT_IGNORES_STATUS KUBEADM_SCRIPT",
                "curl -sf --cacert /ca https://localhost:6443/readyz ~ ''",
                "pgrep haproxy || systemctl stop keepalived ~ SCRIPT_STOPS_SERVICE SCRIPT_ASKS_PROCESS",
                "curl -sf --cacert /ca https://h/readyz || service keepalived stop ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || pkill keepalived ~ SCRIPT_STOPS_SERVICE",
                "# systemctl stop keepalived ~ ''",
                "curl -sf --cacert /ca https://h/readyz || ip link set ens32 down ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || ifdown eth0 ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || shutdown -r now ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || systemctl reboot ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || exit 1; ip link show eth0 ~ ''",
                "nc -z 127.0.0.1 6443 ~ SCRIPT_ASKS_PROCESS",
                "timeout 1 bash -c '</dev/tcp/127.0.0.1/6443' ~ SCRIPT_ASKS_PROCESS",
                "curl -sf --cacert /ca https://h/readyz || true ~ SCRIPT_ALWAYS_SUCCEEDS",
                "curl -sf --cacert /ca https://h/readyz; exit 0 ~ SCRIPT_ALWAYS_SUCCEEDS",
                "curl -sf --cacert /ca https://h/readyz || exit 1; exit 0 ~ ''",
                "if ! curl -sf --cacert /ca https://h/readyz; then exit 1; fi; exit 0 ~ ''",
                "set -e; curl -sf --cacert /ca https://h/readyz; exit 0 ~ ''",
                "curl -s --cacert /ca https://h/readyz ~ SCRIPT_IGNORES_STATUS",
                "curl -s --cacert /ca https://h/readyz | grep -q ok ~ ''",
                "test \"$(curl -s --cacert /ca -o /dev/null https://h/readyz)\" = ok ~ ''",
                "curl -so /dev/null -w %{http_code} --cacert /ca https://h/readyz ~ ''",
                "pkill -0 keepalived ~ ''",
                "curl -sf --cacert /ca https://h/readyz || { logger 'needs a reboot'; exit 1; } ~ ''",
                "curl -sf --cacert /ca https://h/readyz || { echo will reboot soon; exit 1; } ~ ''",
                "curl -sf --cacert /ca https://h/readyz || { echo systemctl stop keepalived >&2; exit 1; } ~ ''",
                "MSG=\"down; reboot\"; curl -sf --cacert /ca https://h/readyz || exit 1 ~ ''",
                "curl -sf --cacert /ca https://h/readyz || kill -USR1 $(cat /run/keepalived.pid) ~ ''",
                "curl -sf --cacert /ca https://h/readyz || reboot ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || /sbin/reboot -f ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || sudo -n poweroff ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || { echo down; systemctl stop \"keepalived\"; } ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || bash -c 'pkill keepalived; exit 1' ~ SCRIPT_STOPS_SERVICE",
                "curl -sf --cacert /ca https://h/readyz || echo \"$(systemctl stop keepalived)\" ~ SCRIPT_STOPS_SERVICE",
                ". /etc/default/x; curl -sf --cacert /ca https://h/readyz; exit 0 ~ ''",
                "source /opt/lib.sh; check; exit 0 ~ ''",
                "curl -sf --cacert /ca https://h/readyz || echo exit 1; exit 0 ~ SCRIPT_ALWAYS_SUCCEEDS",
                "curl -s --cacert /ca -o /tmp/x https://h/readyz && grep -q ok /tmp/x ~ ''",
                "curl -s --cacert /ca --output=/tmp/x https://h/readyz && test \"$(cat /tmp/x)\" = ok ~ ''",
                "curl -s --cacert /ca https://h/readyz > /tmp/x; grep -q ok /tmp/x ~ ''",
                "curl -s --cacert /ca -o /dev/null https://h/readyz 2>/dev/null ~ SCRIPT_IGNORES_STATUS",
                "curl -s --cacert /ca -o /tmp/x https://h/readyz; grep -q ok /tmp/y ~ SCRIPT_IGNORES_STATUS",
            })
    void scriptsAreJudgedByWhatTheyDo(String line, String expected) {
        String text = "[keepalived.conf]\n" + HEAD + INSTANCE + "[file /etc/keepalived/chk.sh]\n#!/bin/sh\n"
                + line.strip() + "\n";
        assertThat(ids(text).stream().map(Enum::name))
                .containsExactly(
                        expected.isEmpty() ? new String[0] : expected.strip().split(" "));
        // What it is called says nothing.
        assertThat(ids("[keepalived.conf]\n" + HEAD.replace("chk.sh", "check_apiserver.sh") + INSTANCE))
                .isEmpty();
    }

    @Test
    void ofACommandItsOwnLineIsShown() {
        assertThat(find(
                                "[keepalived.conf]\n" + HEAD + INSTANCE + "[file /etc/keepalived/chk.sh]\n#!/bin/sh\n"
                                        + "echo \"systemctl stop keepalived\"\n/usr/bin/systemctl stop keepalived\n",
                                FindingId.SCRIPT_STOPS_SERVICE)
                        .problem())
                .isEqualTo("the script c runs: systemctl stop keepalived");
    }

    /**
     * keepalived 2.2.7 calls {@code /bin/true && /bin/false} a success, and {@code /bin/false || /bin/true} a failure.
     */
    @Test
    void keepalivedRunsNoShell() {
        for (String sign : List.of("&&", "||", "|", ";", ">/dev/null", "2>&1")) {
            assertThat(ids("[keepalived.conf]\n" + HEAD.replace("chk.sh", "chk.sh " + sign + " true") + INSTANCE))
                    .as(sign)
                    .containsExactly(FindingId.SCRIPT_WITHOUT_SHELL);
        }
        assertThat(ids("[keepalived.conf]\n" + HEAD.replace("chk.sh", "chk.sh a=b c&d <x>") + INSTANCE))
                .isEmpty();
    }

    @Test
    void commandsWithoutAFileAreJudgedToo() {
        assertThat(ids("[keepalived.conf]\n" + HEAD.replace("/etc/keepalived/chk.sh", "/usr/bin/killall -0 haproxy")
                        + INSTANCE))
                .containsExactly(FindingId.SCRIPT_ASKS_PROCESS);
        assertThat(ids("[keepalived.conf]\n" + HEAD.replace("/etc/keepalived/chk.sh", "/bin/sh /opt/x") + INSTANCE
                        + "[file /opt/x]\nsystemctl stop keepalived\n"))
                .contains(FindingId.SCRIPT_STOPS_SERVICE);
    }

    /**
     * What keepalived does not take is to be mended, and no reason for a second finding that would have the other node
     * follow it.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority 100         | priority 300",
                "priority 100         | priority 0",
                "priority 100         | version 4",
                "virtual_router_id 51 | virtual_router_id 300",
                "192.0.2.100          | 192.0.2.100 scope nearby",
                "192.0.2.100          | 192.0.2.100 label eth0:much-too-long",
                "192.0.2.100          | 192.0.2.100/24 brd 192.0.2.300",
            })
    void whatIsRejectedIsNotCompared(String before, String after) {
        assertThat(errors(two(INSTANCE.replace(before, after), OTHER))).containsExactly(FindingId.VALUE_REJECTED);
    }

    @Test
    void aMissingRouterIdIsNotComparedEither() {
        assertThat(errors(two(INSTANCE.replace("virtual_router_id 51\n", "\n"), OTHER)))
                .containsExactly(FindingId.VALUE_MISSING);
    }

    @Test
    void aPeerOfAnotherFamilyIsLeftOut() {
        String peers = "unicast_src_ip 192.0.2.11\nunicast_peer {\nfe80::1\n192.0.2.12\n}\npriority";
        assertThat(find("[keepalived.conf]\n" + HEAD + INSTANCE.replace("priority", peers), FindingId.VALUE_REJECTED)
                        .problem())
                .isEqualTo("unicast_peer fe80::1 is of another address family than V; keepalived leaves it out");
    }

    @Test
    void anAddressBelongsToOneInstance() {
        String other = INSTANCE.replace("V {", "W {").replace("_id 51", "_id 52");
        assertThat(find("[keepalived.conf]\n" + HEAD + INSTANCE + other, FindingId.DEFINED_TWICE)
                        .problem())
                .isEqualTo("192.0.2.100 is an address of V already, at keepalived.conf:11");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vrrp_strict | priority 100                                    | true",
                "vrrp_strict | priority 100\\naccept                            | true",
                "vrrp_strict | priority 100\\nversion 3                         | true",
                "vrrp_strict | priority 100\\nversion 3\\naccept                | false",
                "vrrp_strict | priority 100\\nstrict_mode off                   | false",
                "router_id x | priority 100\\nstrict_mode on                    | true",
                "router_id x | priority 100\\nno_accept                         | true",
                "router_id x | priority 100                                    | false",
                "vrrp_strict | priority 255                                    | false",
                "router_id x | priority 255\\nno_accept                         | false",
            })
    void whereKeepalivedDropsWhatClientsSend(String global, String lines, boolean dropped) {
        String text = "[keepalived.conf]\nglobal_defs {\n" + global + "\n}\n" + HEAD
                + INSTANCE.replace("priority 100", lines.replace("\\n", "\n"));
        assertThat(ids(text).contains(FindingId.VIP_TRAFFIC_DROPPED)).isEqualTo(dropped);
    }

    @Test
    void addressesAreSaidAsPeopleWriteThem() {
        assertThat(find(
                                two(INSTANCE, OTHER) + "[vip-agent.yaml]\nvip-agent: {vip: [\"2001:db8::100\"]}\n",
                                FindingId.VIP_NOT_CONFIGURED)
                        .problem())
                .isEqualTo("no vrrp_instance of keepalived.conf has 2001:db8::100");
    }

    /** haproxy -c of 2.6.12 refuses each of them. */
    @Test
    void whatHaproxyRefusesIsFoundWithoutIt() {
        String clear = "frontend f\n    bind :8443\n    default_backend apiservers\n" + API;
        assertThat(ids("[haproxy.cfg]\n" + clear)).doesNotContain(FindingId.HAPROXY_REJECTS);
        assertThat(find("[haproxy.cfg]\n" + clear.replace("bind", "mode http\n    bind"), FindingId.HAPROXY_REJECTS)
                        .problem())
                .isEqualTo("f is in mode http, and apiservers in mode tcp");
        assertThat(find(
                                "[haproxy.cfg]\n" + clear + "backend apiservers\n    server x 192.0.2.13:6443\n",
                                FindingId.HAPROXY_REJECTS)
                        .problem())
                .isEqualTo("backend apiservers has the name of backend apiservers at haproxy.cfg:4");
        assertThat(ids("[haproxy.cfg]\n" + clear.replace("frontend f", "frontend apiservers")))
                .doesNotContain(FindingId.HAPROXY_REJECTS);
    }

    /**
     * The kernel's clocks say the start of a process to about a second: a file of the same moment may be the one that
     * was read.
     */
    @Test
    void aFileOfTheMomentOfTheStartIsNotCalledOutdated() {
        String text = "[haproxy.cfg]\n" + API + "[files]\n/ca.crt file 0:0 644 at 2026-01-01T00:00:0%dZ\n"
                + "[host]\nhaproxy-start 2026-01-01T00:00:00.500Z\n";
        assertThat(ids(text.formatted(2))).doesNotContain(FindingId.HAPROXY_CA_OUTDATED);
        assertThat(ids(text.formatted(3))).contains(FindingId.HAPROXY_CA_OUTDATED);
    }

    @Test
    void kubeVipWithoutAModeMovesNothing() {
        String pod = "[pod.yaml]\nspec:\n  hostNetwork: true\n  containers:\n    - name: kube-vip\n"
                + "      image: ghcr.io/kube-vip/kube-vip:v1.0.0\n      args: [manager]\n      env:\n"
                + "        - {name: address, value: \"192.0.2.100\"}\n        - {name: cp_enable, value: \"true\"}\n";
        assertThat(find(pod, FindingId.KUBE_VIP_OFF).problem())
                .isEqualTo("none of vip_arp, bgp_enable, vip_routingtable, vip_wireguard is true");
        for (String mode : List.of("vip_arp", "bgp_enable", "vip_routingtable", "vip_wireguard")) {
            assertThat(ids(pod + "        - {name: " + mode + ", value: \"true\"}\n"))
                    .as(mode)
                    .doesNotContain(FindingId.KUBE_VIP_OFF);
        }
        // Go's strconv.ParseBool takes these; kube-vip ends with an error at any other word.
        for (String on : List.of("1", "t", "T", "TRUE", "true", "True")) {
            assertThat(ids(pod + "        - {name: vip_routingtable, value: \"" + on + "\"}\n"))
                    .as(on)
                    .isEmpty();
        }
        for (String off : List.of("0", "f", "F", "FALSE", "false", "False", "yes", "tRUE", "on", "")) {
            assertThat(ids(pod + "        - {name: vip_routingtable, value: \"" + off + "\"}\n"))
                    .as(off)
                    .containsExactly(FindingId.KUBE_VIP_OFF);
        }
    }

    /** A site behind haproxy is often called after its host, and its servers do speak HTTP. */
    @Test
    void onlyAServerOfAnApiserversPortIsWrongInModeHttp() {
        String site =
                "[haproxy.cfg]\nbackend %s\n mode http\n server a 192.0.2.21:%s check\n server b 192.0.2.22:%2$s check\n";
        for (String name : List.of("api-server.example", "kube-api.example", "web")) {
            assertThat(ids(site.formatted(name, "3000"))).as(name).doesNotContain(FindingId.HAPROXY_MODE_HTTP);
            assertThat(ids(site.formatted(name, "80"))).as(name).doesNotContain(FindingId.HAPROXY_MODE_HTTP);
            assertThat(ids(site.formatted(name, "6443"))).as(name).contains(FindingId.HAPROXY_MODE_HTTP);
        }
        assertThat(
                        ids(
                                site.formatted("k", "7443")
                                        + "[vip-agent.yaml]\nvip-agent: {targets: {local: {url: \"https://127.0.0.1:7443/readyz\"}}}\n"))
                .contains(FindingId.HAPROXY_MODE_HTTP);
    }

    @Test
    void nopreemptCountsOnTheNodeThatWouldTakeOver() {
        String keep = "nopreempt\npriority";
        // keepalived clears it of an instance that begins as MASTER.
        assertThat(ids(two(INSTANCE.replace("priority", keep), OTHER))).containsExactly(FindingId.NOPREEMPT_CLEARED);
        // On another node it keeps the VIP from coming over.
        List<Finding> kept = findings(two(INSTANCE, OTHER.replace("priority", keep)));
        assertThat(kept).extracting(Finding::id).containsExactly(FindingId.NOPREEMPT_WITH_WEIGHT);
        assertThat(kept.getFirst().location()).startsWith("other.conf:");
        // Its own weight is no matter where the other node takes over.
        String first = INSTANCE.replace("MASTER", "BACKUP").replace("priority", keep);
        assertThat(ids(two(first, OTHER.replace("    track_script {\n        c\n    }\n", ""))))
                .containsExactly();
    }

    @Test
    void aTcpCheckNeverFindsAServerThatHangs() {
        String tcp =
                "[haproxy.cfg]\nbackend apiservers\n%s server a 192.0.2.11:6443 check %s\n server b 192.0.2.12:6443 check %2$s\n";
        assertThat(ids(tcp.formatted("", ""))).containsExactly(FindingId.HAPROXY_CHECK_SHALLOW);
        assertThat(findings(tcp.formatted("", "")).getFirst().problem()).contains("never", "a, b");
        assertThat(ids(tcp.formatted(" option tcp-check\n", ""))).containsExactly(FindingId.HAPROXY_CHECK_SHALLOW);
        assertThat(ids(tcp.formatted(" option ssl-hello-chk\n", ""))).containsExactly(FindingId.HAPROXY_CHECK_SHALLOW);
        assertThat(ids(tcp.formatted("", "check-ssl"))).containsExactly(FindingId.HAPROXY_CHECK_SHALLOW);
        assertThat(ids(tcp.formatted("", "agent-check agent-port 9707"))).isEmpty();
        assertThat(ids(tcp.formatted(" option tcp-check\n tcp-check connect ssl\n tcp-check expect string x\n", "")))
                .isEmpty();
        // The later of two kinds wins, in the same section; what a defaults section says is overridden on purpose.
        assertThat(ids(tcp.formatted(" option ssl-hello-chk\n option httpchk\n", "check-ssl")))
                .containsExactly(FindingId.HAPROXY_CHECK_REPLACED);
        assertThat(ids(tcp.formatted(" option httpchk GET /readyz\n option ssl-hello-chk\n", "")))
                .containsExactly(FindingId.HAPROXY_CHECK_SHALLOW, FindingId.HAPROXY_CHECK_REPLACED);
        assertThat(ids("[haproxy.cfg]\ndefaults\n option tcp-check\n" + API)).isEmpty();
    }

    @Test
    void aLastResortWithoutChecksIsNoServerWithoutCheck() {
        String panic = "backend last\n server cp1 192.0.2.11:6443\n server cp2 192.0.2.12:6443\n";
        assertThat(ids("[haproxy.cfg]\n" + API + panic)).isEmpty();
        assertThat(ids("[haproxy.cfg]\n" + panic)).containsExactly(FindingId.SERVER_UNCHECKED);
        assertThat(ids("[haproxy.cfg]\nbackend one\n server cp1 192.0.2.11:6443\n"))
                .isEmpty();
    }

    @Test
    void backendsOfOthersAreNoneOfOurBusiness() {
        String others = """
                backend ingress_http
                    option httpchk GET /healthz
                    server a 192.0.2.11:30080 check
                    server b 192.0.2.12:30080
                backend ingress_https
                    server a 192.0.2.11:30443 check verify none
                    server b 192.0.2.12:30443
                backend web
                    option httpchk GET /healthz
                    server w 192.0.2.21:80 check ssl verify none
                """;
        assertThat(ids("[haproxy.cfg]\n" + API + others)).isEmpty();
        // Another instance's script decides nothing of the apiservers.
        String mysql = "vrrp_script m {\nscript /opt/mysql\ninterval 1\n}\n"
                + INSTANCE.replace("vrrp_instance V", "vrrp_instance M")
                        .replace("51", "52")
                        .replace("192.0.2.100", "192.0.2.200")
                        .replace("        c\n", "        m\n");
        String slow = "vrrp_script c {\nscript /etc/keepalived/chk.sh\ninterval 30\ntimeout 20\nweight -60\n}\n";
        assertThat(ids("[keepalived.conf]\n" + slow + mysql + INSTANCE + "[haproxy.cfg]\n" + API
                        + "[vip-agent.yaml]\nvip-agent: {vip: [192.0.2.100]}\n"))
                .doesNotContain(FindingId.HAPROXY_SLOWER_THAN_KEEPALIVED);
    }

    @Test
    void oneFindingStandsForAWholeBackend() {
        String text = "[haproxy.cfg]\n" + API.replace("verify required ca-file /ca.crt verifyhost kubernetes", "")
                + " server cp3 192.0.2.13:6443\n";
        assertThat(ids(text.replace(":6443", ":6443 verify none"))).containsExactly(FindingId.VERIFY_NONE);
        assertThat(ids(text.replace("default-server check", "default-server").replace(":6443", ":6443 agent-check")))
                .containsExactly(FindingId.AGENT_CHECK_WITHOUT_CHECK);
    }

    @Test
    void noFixMakesACheckSlower() {
        String text = "[keepalived.conf]\n" + HEAD.replace("interval 2", "interval %s\n    timeout %s") + INSTANCE;
        assertThat(find(text.formatted(3, 10), FindingId.TIMEOUT_NOT_BELOW_INTERVAL)
                        .fix())
                .isEqualTo("timeout 2");
        assertThat(find(text.formatted(1, 1), FindingId.TIMEOUT_NOT_BELOW_INTERVAL)
                        .fix())
                .startsWith("leave timeout out");
        String ours = text.replace("/etc/keepalived/chk.sh", "/usr/bin/vip-agent check");
        assertThat(find(ours.formatted(1, 2), FindingId.TIMEOUT_NOT_BELOW_INTERVAL)
                        .fix())
                .isEqualTo("check --timeout 900ms");
        String host = "[host]\nkeepalived 2.2.7\n";
        assertThat(find(text.formatted(1, 1) + host, FindingId.OVERLAPPING_RUNS).fix())
                .doesNotContain("interval");
        assertThat(find(text.formatted(3, 3) + host, FindingId.OVERLAPPING_RUNS).fix())
                .isEqualTo("timeout 2");
    }

    @Test
    void whatHaproxyRefusesIsFoundWithoutHaproxy() {
        assertThat(ids("[haproxy.cfg]\nfrontend f\n bind :8443\n default_backend api\n" + API))
                .containsExactly(FindingId.HAPROXY_REJECTS);
        assertThat(ids("[haproxy.cfg]\nfrontend f\n bind :8443\n use_backend %[hdr(host)] if a\n use_backend x if b\n"
                        + API))
                .containsExactly(FindingId.HAPROXY_REJECTS);
        assertThat(ids("[haproxy.cfg]\n" + API.replace("cp2 ", "cp1 "))).containsExactly(FindingId.HAPROXY_REJECTS);
        assertThat(ids("[haproxy.cfg]\n" + API.replace("cp2 ", "${HOST2_ID} ")))
                .containsExactly(FindingId.HAPROXY_REJECTS);
    }

    @Test
    void whatAProgramSaysIsOneFindingWithItsLines() {
        Finding said = find(
                two(INSTANCE, OTHER) + "[host]\nkeepalived-says refuses keepalived.conf:2 one\n"
                        + "keepalived-says refuses keepalived.conf:2 two\nkeepalived-says refuses keepalived.conf:3 three\n"
                        + "keepalived-says refuses keepalived.conf four\n",
                FindingId.KEEPALIVED_REJECTS);
        assertThat(said.location()).isEqualTo("keepalived.conf:2");
        assertThat(said.problem()).isEqualTo("one; two; line 3: three; four");
    }

    @Test
    void manifestsOfKubeVipAreLookedAt() {
        String pod =
                "[pod.yaml]\nspec:\n  hostNetwork: true\n  containers:\n  - name: kube-vip\n    image: x\n    args: [manager]\n    env:\n";
        String fine = "    - {name: vip_address, value: 192.0.2.100}\n    - {name: cp_enable, value: 'true'}\n"
                + "    - {name: bgp_enable, value: 'true'}\n";
        assertThat(ids(pod + fine)).isEmpty();
        assertThat(ids(pod + fine + "    - {name: vip_leaseduration, value: '3'}\n"))
                .containsExactly(FindingId.KUBE_VIP_LEASE);
        assertThat(ids(pod + fine + "    - {name: vip_retryperiod, value: '3'}\n"))
                .containsExactly(FindingId.KUBE_VIP_LEASE);
        assertThat(ids(pod + fine.replace("192.0.2.100", "192.0.2.300")))
                .containsExactly(FindingId.KUBE_VIP_ADDRESS_MISSING);
        assertThat(ids(pod + fine.replace("192.0.2.100", "api.example"))).isEmpty();
        assertThat(ids("[pod.yaml]\njust text\n")).containsExactly(FindingId.MANIFEST_INVALID);
    }

    private static String two(String own, String other) {
        return "[keepalived.conf]\n" + HEAD + own + "[other.conf]\n" + HEAD + other;
    }

    private static Finding find(String text, FindingId id) {
        return findings(text).stream()
                .filter(finding -> finding.id() == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not among " + findings(text)));
    }

    private static List<FindingId> errors(String text) {
        return findings(text).stream()
                .map(Finding::id)
                .filter(id -> id.severity() == Severity.ERROR)
                .toList();
    }

    private static List<FindingId> ids(String text) {
        return findings(text).stream().map(Finding::id).toList();
    }

    private static List<Finding> findings(String text) {
        return Doctor.examine(FactsText.parse(text)).findings();
    }
}
