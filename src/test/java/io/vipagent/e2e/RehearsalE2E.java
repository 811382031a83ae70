package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.Node;
import io.vipagent.lab.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A takeover that is rehearsed on what init has written, with real keepalived and haproxy. */
@Tag("side-by-side")
@Timeout(180)
class RehearsalE2E {
    @AutoClose
    private static Cluster cluster;

    private static Node first;
    private static Node second;

    @BeforeAll
    static void start() {
        cluster = Cluster.up(3, "systemd", "recommended");
        first = cluster.lab().node(1);
        second = cluster.lab().node(2);
    }

    @BeforeEach
    void isOnTheFirst() {
        cluster.awaitVipOn(first);
    }

    @AfterEach
    void heal() {
        second.apiServer().become(Behaviour.OK);
        cluster.room(first).run("/usr/bin/vip-agent", "resume");
    }

    @Test
    void goesThereAndBackAndSaysWhatItCost() {
        Shell.Result result = rehearse(first, "--yes", "--for", "1m");
        System.out.println(result.out());
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out())
                .containsPattern("takeover   cp2 had the VIP [0-9.]+ s after the drain")
                .containsPattern("promised   [0-9.]+ s\n")
                .containsPattern("way back   [0-9.]+ s after the end of the drain")
                .containsPattern("clients    [0-9]+ of [0-9]+ requests lost, longest gap [0-9.]+ s");
        cluster.awaitVipOn(first);
        assertThat(cluster.room(first).run("/usr/bin/vip-agent", "status").out())
                .doesNotContain("maintenance");
        cluster.await(
                "it is in the history",
                () -> cluster.room(first)
                        .run("/usr/bin/vip-agent", "history")
                        .out()
                        .contains("cp2 took over from cp1"));
    }

    /** Whatever happens to the command: the drain ends by itself. */
    @Test
    void comesBackWhereTheCommandIsKilledHalfWay() {
        Daemon command = cluster.room(first)
                .start("rehearsal", "/usr/bin/vip-agent", "rehearse", "--yes", "--without-doctor", "--for", "15s");
        cluster.awaitVipOn(second);
        command.kill();
        assertThat(cluster.room(first).run("/usr/bin/vip-agent", "status").out())
                .contains("maintenance  rehearsal of a takeover, ends by itself in ");
        cluster.awaitVipOn(first);
        assertThat(cluster.room(first).run("/usr/bin/vip-agent", "history").out())
                .contains("the drain ended by itself: rehearsal of a takeover");
    }

    @Test
    void doesNothingOnANodeThatDoesNotHoldTheVip() {
        Shell.Result result = rehearse(second, "--yes");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.toString()).contains("this node does not hold 10.77.0.100, cp1 does: run it there");
        cluster.awaitVipOn(first);
    }

    @Test
    void doesNothingWhileAnotherNodeIsUnwell() {
        cluster.room(second).run("/usr/bin/vip-agent", "drain", "--for", "1m", "new disk");
        Shell.Result result = rehearse(first, "--yes");
        cluster.room(second).run("/usr/bin/vip-agent", "resume");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.toString()).contains("no rehearsal: cp2 may not hold the VIP");
        cluster.await("the second is well again", () -> cluster.grants(second));
        cluster.awaitVipOn(first);
    }

    @Test
    void doesNothingWhileDrained() {
        cluster.room(first).run("/usr/bin/vip-agent", "drain", "--for", "30s", "new disk");
        cluster.awaitVipOn(second);
        Shell.Result result = rehearse(first, "--yes");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.toString()).contains("MAINTENANCE new disk; vip-agent resume ends a drain");
    }

    private static Shell.Result rehearse(Node node, String... options) {
        String[] command = new String[options.length + 2];
        command[0] = "/usr/bin/vip-agent";
        command[1] = "rehearse";
        System.arraycopy(options, 0, command, 2, options.length);
        return cluster.room(node).run(command);
    }
}
