package io.vipagent.tools.init.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.init.Clusters;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given wrong is named: which option, what it was, what is expected, where. */
class ClusterReaderTest {
    private static final String SYSTEMD = "set-up: systemd\n" + Clusters.THREE;

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(Clusters.problems("""
                set-up: sytemd
                profil: fast
                vip: [192.0.2.1000, fe80::1%eth0]
                interface: "eth 0"
                node:
                  CP1: 192.0.2.11
                  cp2: nowhere
                router-id: 0
                """))
                .containsExactly(
                        "profil: unknown key; the nearest is profile (line 2)",
                        "set-up: \"sytemd\" is not systemd, static-pod, keepalived-only or kube-vip (line 1)",
                        "vip: \"192.0.2.1000\" is not an IPv4 or IPv6 address of a host, without a zone (line 3)",
                        "vip: \"fe80::1%eth0\" is not an IPv4 or IPv6 address of a host, without a zone (line 3)",
                        "node: \"CP1\" is not a node's name: RFC 1123, lower case, at most 63 characters (line 6)",
                        "node: \"nowhere\" is not an IPv4 or IPv6 address of a host, without a zone (line 7)",
                        "interface: \"eth 0\" is not the name of a network interface (line 4)",
                        "router-id: \"0\" is not a number from 1 to 255 (line 8)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 20_000})
    void ofManyThousandProblemsAHundredAreTold(int keys) {
        assertThat(Clusters.problems(SYSTEMD + "router-id: 0\n"
                        + IntStream.range(0, keys)
                                .mapToObj(i -> "unknown" + i + ": 1\n")
                                .collect(Collectors.joining())))
                .hasSize(101)
                .startsWith("unknown0: unknown key; the nearest is running (line 6)")
                .endsWith("and " + (keys - 100 + 1) + " more");
    }

    /** As YAML has it behind a question mark; a plain key has a kilobyte at most. */
    @Test
    void aKeyOfAHundredKilobytesIsOneShortProblem() {
        assertThat(Clusters.problems(SYSTEMD + "? \"" + "k".repeat(1 << 17) + "\"\n: 1\n"))
                .singleElement()
                .asString()
                .startsWith("kkk")
                .contains("unknown key; the nearest is ")
                .hasSizeLessThanOrEqualTo(500);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(Clusters.problems("# nothing\n"))
                .containsExactly(
                        "set-up: missing, expected systemd, static-pod, keepalived-only or kube-vip",
                        "vip: missing, expected an IPv4 or IPv6 address of a host, without a zone",
                        "node: missing, expected NAME=ADDRESS for each control-plane node",
                        "interface: missing, expected the name of a network interface");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    profile: quick            | profile: "quick" is not kubeadm, recommended or fast (line 5)
                    router-id: 256            | router-id: "256" is not a number from 1 to 255 (line 5)
                    router-id: one            | router-id: "one" is not a number from 1 to 255 (line 5)
                    port: 6443                | port: 6443 is the apiserver's too; haproxy and it are on the same node, expected another (line 5)
                    port: 70000               | port: "70000" is not a port from 1 to 65535 (line 5)
                    port: 9707                | port: 9706 and 9707 are the agent's own; expected another (line 5)
                    haproxy-metrics-port: 8443| haproxy-metrics-port: 8443 is in use already, expected another (line 5)
                    priority: 255             | priority: "255" is not a priority from 1 to 254 (line 5)
                    priority: 2               | priority: 2 is too low for 3 nodes, expected at least 3 (line 5)
                    running: maybe            | running: "maybe" is not true or false (line 5)
                    unicast: yes              | unicast: "yes" is not true or false (line 5)
                    bgp-as: 65000             | bgp-as: goes with set-up kube-vip alone (line 5)
                    image: {agnet: x}         | image: "agnet" is not an image: agent, haproxy, keepalived or kube-vip (line 5)
                    image: {agent: "a b"}     | image: "a b" is not the reference of an image (line 5)
                    image: x                  | image: given "x", expected keys below it, each with one value (line 5)
                    program: vip-agent        | program: "vip-agent" is not an absolute path of letters, digits and . _ + - (line 5)
                    interface:                | interface: given twice, on line 3 and on line 5
                    vip:                      | vip: given twice, on line 2 and on line 5
                    """)
    void oneThingWrong(String line, String problem) {
        assertThat(Clusters.problems(SYSTEMD + line + "\n").getFirst()).isEqualTo(problem);
    }

    @Test
    void namesAndAddressesAreOnesOwn() {
        assertThat(Clusters.problems("""
                set-up: systemd
                vip: [192.0.2.11, 192.0.2.100, 192.0.2.100]
                interface: eth0
                node: {cp1: 192.0.2.11, cp2: 192.0.2.11, a.b: 192.0.2.13, a-b: 192.0.2.14, local: 192.0.2.15}
                """))
                .containsExactly(
                        "node: cp1 and cp2 have the same address 192.0.2.11 (line 4)",
                        "vip: \"192.0.2.11\" is the address of the node cp2; it must be nobody's own (line 2)",
                        "vip: \"192.0.2.100\" is given twice (line 2)",
                        "node: a.b and a-b differ in dots and dashes alone (line 4)",
                        "node: \"local\" is the name of a target that every agent has; expected another (line 4)");
    }

    @Test
    void aNodeThatIsGivenTwiceIsNamedTwice() {
        assertThat(Clusters.problems(
                        "set-up: systemd\nvip: 192.0.2.1\ninterface: e\nnode:\n  a: 192.0.2.11\n  a: 192.0.2.12\n"))
                .containsExactly("node.a: given twice, on line 5 and on line 6");
    }

    @Test
    void aThousandNodesAreTooMany() {
        String nodes = IntStream.range(0, 1000)
                .mapToObj(i -> "  n" + i + ": 10.0." + i / 250 + "." + (i % 250 + 1) + "\n")
                .collect(Collectors.joining());
        assertThat(Clusters.problems("set-up: systemd\nvip: 192.0.2.1\ninterface: e\nnode:\n" + nodes))
                .containsExactly(
                        "node: given 1000 nodes, expected at most 254: each needs a priority of its own (line 5)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    123456789  | given a password of 9 characters, expected 1 to 8: VRRP carries no more
                    ``         | given a password of 0 characters, expected 1 to 8: VRRP carries no more
                    a"b        | the password has the character '"', which keepalived.conf cannot carry; expected others of ASCII
                    pässwort   | the password has the character 'ä', which keepalived.conf cannot carry; expected others of ASCII
                    `a\tb`      | the password has the character U+0009, which keepalived.conf cannot carry; expected others of ASCII
                    ${x}       | the password begins or ends with a space, or has a variable of keepalived's, ${ or $_; expected neither
                    """)
    void aPasswordIsShortAndOfAscii(String password, String problem) {
        assertThat(Clusters.problems(SYSTEMD, Optional.of(password))).containsExactly("auth-pass-file: " + problem);
        assertThat(Clusters.problems(SYSTEMD, Optional.of("a b@#!$"))).isEmpty();
    }

    @Test
    void whatDoesNotGoTogether() {
        assertThat(Clusters.problems("""
                set-up: kube-vip
                vip: [192.0.2.100, "2001:db8::1"]
                interface: eth0
                node: {cp1: 192.0.2.11}
                port: 8443
                haproxy-metrics-port: 8405
                unicast: true
                router-id: 7
                nopreempt: true
                bgp-as: 1
                node-pause: 2s
                """))
                .containsExactly(
                        "bgp-as: goes with kube-vip-mode bgp alone (line 10)",
                        "port: goes with haproxy; without it clients use api-port, 6443 (line 5)",
                        "haproxy-metrics-port: goes with haproxy, which set-up kube-vip does without (line 6)",
                        "unicast: the VIP 2001:db8::1 and the node cp1 (192.0.2.11) are of different families; advertisements of one"
                                + " family carry no other (line 7)",
                        "vip: given 2, expected one: kube-vip moves one (line 2)",
                        "router-id: goes with keepalived, which set-up kube-vip does without (line 8)",
                        "unicast: goes with keepalived, which set-up kube-vip does without (line 7)",
                        "nopreempt: goes with keepalived, which set-up kube-vip does without (line 9)",
                        "node-pause: goes with keepalived, which set-up kube-vip does without (line 11)");
        assertThat(Clusters.problems("nopreempt: true\nprofile: kubeadm\nport: 443\nprogram: /x\n"
                        + "set-up: static-pod\n" + Clusters.THREE))
                .containsExactly(
                        "port: 443 needs root, which haproxy's pod is not; expected 1024 or more (line 3)",
                        "program: has no use in set-up static-pod: the image says where it is (line 4)",
                        "nopreempt: does not go with profile kubeadm: with a weight no backup would ever take the VIP (line 1)");
        assertThat(Clusters.problems("set-up: kube-vip\nkube-vip-mode: bgp\n" + Clusters.THREE))
                .containsExactly(
                        "bgp-as: missing, expected the number of an autonomous system, 1 to 4294967295",
                        "bgp-peer: missing, expected ADDRESS=AS for each router");
    }

    /** As editors of other systems leave files. */
    @Test
    void carriageReturnsAndAByteOrderMarkMeanNothing() throws Exception {
        assertThat(Clusters.read("\ufeff" + SYSTEMD.replace("\n", "\r\n"))).isEqualTo(Clusters.read(SYSTEMD));
    }

    @Test
    void whatIsNoMap() {
        assertThat(Clusters.problems("- a\n").getFirst())
                .isEqualTo("given a list, expected keys such as set-up (line 1)");
        assertThat(Clusters.problems("vip: [\n").getFirst()).startsWith("not YAML: line 2, column 1: ");
        assertThat(Clusters.problems("vip: 192.0.2.1\n---\nvip: 192.0.2.2\n").getFirst())
                .isEqualTo("given more than one document, expected one (line 3)");
        assertThat(Clusters.problems("interface: {a: b}\n").getFirst())
                .isEqualTo("interface: given keys, expected one value (line 1)");
        assertThat(Clusters.problems("interface:\n").getFirst())
                .isEqualTo("interface: has no value; leave it out for the default (line 1)");
    }

    @Test
    void theRouterIdComesFromTheFirstVip() throws Exception {
        assertThat(Clusters.read(SYSTEMD).vrrp().routerId()).isEqualTo(100);
        assertThat(Clusters.read(SYSTEMD.replace("192.0.2.100", "192.0.3.0"))
                        .vrrp()
                        .routerId())
                .isEqualTo(255);
        assertThat(Clusters.read(SYSTEMD + "router-id: 51\n").vrrp().routerId()).isEqualTo(51);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:0:0:0:64, 2001:db8::64",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:0:0:1:0:0:1:1, 2001::1:0:0:1:1",
        "fd00::, fd00::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "192.0.2.1, 192.0.2.1"
    })
    void addressesAreWrittenAsPeopleDo(String given, String shown) {
        assertThat(IpAddresses.text(ClusterOptions.address(given).orElseThrow()))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "192.0.2",
                "127.0.0.1",
                "0.0.0.0",
                "224.0.0.18",
                "::1",
                "::",
                "ff02::1",
                "fe80::1%1",
                "[::1]",
                "a:b:c",
                "host",
                ""
            })
    void noAddressOfAHost(String text) {
        assertThat(ClusterOptions.address(text)).isEmpty();
    }
}
