package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.wire.AdvertError;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import io.vipagent.lab.NodeSandbox;
import io.vipagent.lab.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What doctor on the first node hears and asks of the second, where a real keepalived runs, or a stranger, and what an
 * agent there counts of it.
 */
@Tag("side-by-side")
@Timeout(180)
class DoctorOnTheWireE2E {
    private static final String[] OF_THE_WIRE = {
        "ROUTER_ID_CLASH", "EQUAL_PRIORITIES", "VERSION_DIFFERS", "ADVERT_INTERVAL", "PRIORITY_255",
        "AUTHENTICATION_DIFFERS", "PASSWORDS_DIFFER", "TWO_MASTERS", "VIP_TAKEN", "CLOCK_SKEW"
    };

    private static final String VIP_6 = "fd00:77::100";
    private static final List<String> INSTANCES = List.of("{instance=\"VI_1\"}", "{instance=\"VI_6\"}");

    /** Both as an advertisement has them, behind eight bytes of which the last two are the checksum. */
    private static final String ADDRESS = "0a4d0064";

    private static final String ADDRESS_6 = "fd000077000000000000000000000100";
    private static final int TTL_OF_VRRP = 255;

    @AutoClose
    private static Lab lab;

    private static Node other;
    private static NodeSandbox room;
    private static Path own;

    @BeforeAll
    static void open() throws Exception {
        lab = Lab.open(2, "keepalived");
        other = lab.node(2);
        room = lab.node(1).furnish();
        own = Files.writeString(lab.directory().resolve("own.conf"), conf("version 3", 199, Lab.VIP));
    }

    @Test
    void aQuietNetworkIsNothingToTell() {
        assertThat(doctor()).doesNotContain(OF_THE_WIRE).doesNotContain("run as root", "stranger");
    }

    @Test
    void aHealthyHolderIsNothingToTell() {
        assertThat(whileItHolds(conf("version 3", 150, Lab.VIP))).doesNotContain(OF_THE_WIRE);
    }

    @Test
    void aStrangerWithOurNumberIsFound() {
        assertThat(whileItHolds(conf("version 3", 150, "10.77.0.50")))
                .contains("ERROR ROUTER_ID_CLASH " + own)
                .contains(
                        other.address() + " advertises virtual_router_id 51 for 10.77.0.50, and VI_1 is for " + Lab.VIP)
                .doesNotContain("EQUAL_PRIORITIES", "VIP_TAKEN");
    }

    @Test
    void anEqualPriorityIsFound() {
        assertThat(whileItHolds(conf("version 3", 199, Lab.VIP)))
                .contains("WARNING EQUAL_PRIORITIES " + own)
                .contains(other.address() + " advertises priority 199")
                .doesNotContain("VIP_TAKEN", "TWO_MASTERS");
    }

    @Test
    void anotherVersionIsFound() {
        assertThat(whileItHolds(conf("version 2", 150, Lab.VIP)))
                .contains("ERROR VERSION_DIFFERS " + own)
                .contains(other.address() + " sends version 2, and VI_1 has version 3");
    }

    /** Somebody has the address by hand and says nothing of it. */
    @Test
    void whoHasTheVipWithoutVrrpIsFound() {
        NodeSandbox there = other.furnish();
        must(there.run("ip", "address", "add", Lab.VIP + "/32", "dev", "eth0"));
        must(room.run("ip", "neigh", "flush", "all"));
        String report = doctor();
        must(there.run("ip", "address", "delete", Lab.VIP + "/32", "dev", "eth0"));
        assertThat(report).contains("ERROR VIP_TAKEN " + own);
        assertThat(report)
                .containsPattern(Pattern.compile(
                        Pattern.quote(Lab.VIP) + " was answered for by [0-9a-f:]{17}, and nobody advertises it"));
    }

    /** Root without its capabilities: the program under test may be one that nobody else can read. */
    @Test
    void whoeverMayNotListenIsToldWhatIsMissing() {
        Shell.Result result = room.run(
                "setpriv",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "vip-agent",
                "doctor",
                "--keepalived",
                own.toString());
        assertThat(result.out())
                .contains(
                        "advertisements of others on eth0: run as root to hear them: no raw socket: Operation not permitted")
                .doesNotContain(OF_THE_WIRE);
    }

    /** What another test left in the kernel's table must not be believed, which is why only fresh entries are. */
    @Test
    void aHolderOfBeforeIsNoStranger() {
        assertThat(whileItHolds(conf("version 3", 150, Lab.VIP))).doesNotContain(OF_THE_WIRE);
        assertThat(doctor()).doesNotContain(OF_THE_WIRE).contains("who has " + Lab.VIP + " now: the kernel remembers ");
    }

    /** As docs/METRICS.md has it: an ordinary user with this one capability. */
    @Test
    void anAgentThatMayListenCountsWhatItHears() throws Exception {
        long before = Instant.now().getEpochSecond();
        try (Daemon agent = startAgent()) {
            awaitMetric("vip_agent_vrrp_listening{instance=\"VI_1\"}", 1);
            awaitMetric("vip_agent_vrrp_listening{instance=\"VI_6\"}", 1);
            Daemon keepalived = other.startKeepalived(conf("version 3", 150, Lab.VIP) + """
                    vrrp_instance VI_6 {
                        version 3
                        state BACKUP
                        interface eth0
                        virtual_router_id 51
                        priority 150
                        advert_int 0.5
                        virtual_ipaddress {
                            %s/128
                        }
                    }
                    """.formatted(VIP_6));
            try {
                for (String instance : INSTANCES) {
                    awaitMetric("vip_agent_vrrp_advertisements_received_total" + instance, 2);
                }
                String metrics = metrics();
                for (String instance : INSTANCES) {
                    assertThat(value(metrics, "vip_agent_vrrp_priority_zero_received_total" + instance))
                            .isZero();
                    assertThat(value(metrics, "vip_agent_vrrp_advertisement_last_timestamp_seconds" + instance))
                            .isBetween((double) before, (double) Instant.now().getEpochSecond() + 1);
                }
            } finally {
                keepalived.terminate();
                keepalived.await();
            }
            for (String instance : INSTANCES) {
                awaitMetric("vip_agent_vrrp_priority_zero_received_total" + instance, 1);
            }
            assertThat(errors()).as(agent.log().text()).containsOnly(0.0);

            String heard = metrics();
            sendsTo4(TTL_OF_VRRP, "3133960100320000" + ADDRESS);
            sendsTo4(TTL_OF_VRRP, "4133960100320000" + ADDRESS);
            sendsTo4(1, "3133960100320000" + ADDRESS);
            sendsTo6("4133960100320000" + ADDRESS_6);
            awaitErrors(AdvertError.CHECKSUM, 1);
            awaitErrors(AdvertError.TTL, 1);
            awaitErrors(AdvertError.VERSION, 2);
            assertThat(errors().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(4);
            for (String instance : INSTANCES) {
                String received = "vip_agent_vrrp_advertisements_received_total" + instance;
                assertThat(value(metrics(), received)).isEqualTo(value(heard, received));
            }
        }
    }

    private static Daemon startAgent() throws IOException {
        Path etc = Files.createDirectories(lab.directory().resolve("listens/etc/vip-agent"));
        Files.writeString(etc.resolve("vip-agent.yaml"), """
                vip-agent:
                  node: cp1
                  vip: ["%s", "%s"]
                  targets:
                    local: {url: "https://127.0.0.1:6443/readyz", ca-file: /etc/kubernetes/pki/ca.crt}
                  control: {socket: /run/vip-agent/agent.sock}
                  http: {listen: "%s:9706"}
                  keepalived:
                    instances: [VI_1/51/eth0/ipv4, VI_6/51/eth0/ipv6]
                    advertisements: true
                """.formatted(
                        Lab.VIP, VIP_6, lab.node(1).address()));
        room.install(lab.directory().resolve("listens"));
        return room.start(
                "cp1 agent",
                "setpriv",
                "--reuid=vip-agent",
                "--regid=vip-agent",
                "--clear-groups",
                "--inh-caps=-all,+net_raw",
                "--ambient-caps=-all,+net_raw",
                "--bounding-set=-all,+net_raw",
                "/usr/bin/vip-agent",
                "run");
    }

    private static void awaitMetric(String series, double least) {
        lab.await(series + " is at least " + least, () -> value(metrics(), series) >= least);
    }

    private static void awaitErrors(AdvertError kind, double count) {
        lab.await(count + " of " + kind, () -> value(metrics(), series(kind)) == count);
    }

    private static List<Double> errors() {
        String metrics = metrics();
        return Stream.of(AdvertError.values())
                .map(kind -> value(metrics, series(kind)))
                .toList();
    }

    private static String series(AdvertError kind) {
        return "vip_agent_vrrp_advertisement_errors_total{interface=\"eth0\",kind=\"" + kind.label() + "\"}";
    }

    /** What the agent says of itself; no series before it answers. */
    private static String metrics() {
        String text = lab.client()
                .get("http://" + lab.node(1).address() + ":9706/metrics")
                .body();
        // The format allows a comma behind the last label, and the library writes one.
        return text.replace(",}", "}");
    }

    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The second node sends such a packet to VRRP's group; the kernel leaves the checksum of what IPv4 carries alone. */
    private static void sendsTo4(int ttl, String packet) {
        sends("""
                socket(my $s, AF_INET, SOCK_RAW, 112) or die $!;
                setsockopt($s, SOL_SOCKET, 25, "eth0") or die $!;
                setsockopt($s, 0, 33, pack("C", %d)) or die $!;
                send($s, pack("H*", "%s"), 0, pack_sockaddr_in(0, inet_pton(AF_INET, "224.0.0.18"))) or die $!;
                """.formatted(ttl, packet));
    }

    /** The same for IPv6, where the kernel writes the checksum, since one that is wrong reaches nobody. */
    private static void sendsTo6(String packet) {
        sends("""
                socket(my $s, AF_INET6, SOCK_RAW, 112) or die $!;
                setsockopt($s, SOL_SOCKET, 25, "eth0") or die $!;
                setsockopt($s, 41, 7, pack("i", 6)) or die $!;
                setsockopt($s, 41, 18, pack("i", 255)) or die $!;
                send($s, pack("H*", "%s"), 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, "ff02::12"))) or die $!;
                """.formatted(packet));
    }

    private static void sends(String script) {
        must(other.run("perl", "-MSocket=:all", "-e", script));
    }

    private static String whileItHolds(String conf) {
        Daemon keepalived = other.startKeepalived(conf);
        try {
            lab.await("the other is master", () -> keepalived.log().text().contains("Entering MASTER STATE"));
            return doctor();
        } finally {
            keepalived.terminate();
            keepalived.await();
        }
    }

    private static String doctor() {
        Shell.Result result = room.run("vip-agent", "doctor", "--keepalived", own.toString(), "--listen", "3s");
        assertThat(result.err()).isEmpty();
        return result.out();
    }

    private static void must(Shell.Result result) {
        assertThat(result.exitCode()).as(result.said()).isZero();
    }

    private static String conf(String version, int priority, String vip) {
        String interval = version.equals("version 3") ? "0.5" : "1";
        return String.join(
                "\n",
                List.of(
                        "global_defs {",
                        "    router_id lab",
                        "}",
                        "vrrp_instance VI_1 {",
                        "    " + version,
                        "    state BACKUP",
                        "    interface eth0",
                        "    virtual_router_id 51",
                        "    priority " + priority,
                        "    advert_int " + interval,
                        "    virtual_ipaddress {",
                        "        " + vip + "/32",
                        "    }",
                        "}",
                        ""));
    }
}
