package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.lab.Daemon;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import io.vipagent.lab.NodeSandbox;
import io.vipagent.lab.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What doctor on the first node hears and asks of the second, where a real keepalived runs, or a stranger. */
@Timeout(180)
class DoctorOnTheWireE2E {
    private static final String[] OF_THE_WIRE = {
        "ROUTER_ID_CLASH", "EQUAL_PRIORITIES", "VERSION_DIFFERS", "ADVERT_INTERVAL", "PRIORITY_255",
        "AUTHENTICATION_DIFFERS", "PASSWORDS_DIFFER", "TWO_MASTERS", "VIP_TAKEN", "CLOCK_SKEW"
    };

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
