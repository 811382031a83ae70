package io.vipagent.core.vip;

import static io.vipagent.core.vip.VipInconsistency.ADDRESS_DESPITE_DENIAL;
import static io.vipagent.core.vip.VipInconsistency.ADDRESS_WITHOUT_KEEPALIVED;
import static io.vipagent.core.vip.VipInconsistency.ADDRESS_WITHOUT_MASTER;
import static io.vipagent.core.vip.VipInconsistency.CONSISTENT;
import static io.vipagent.core.vip.VipInconsistency.MASTER_WITHOUT_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.vip.VipConsistency.Observations;
import io.vipagent.core.vip.VipConsistency.Permission;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** VRRP, the address, the decision and keepalived's process against each other. */
class VipConsistencyTest {
    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.100");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8::100");
    private static final long GRACE = 3;
    private static final VipConsistency CONSISTENCY = new VipConsistency(GRACE);

    private static final Since<VipPresence> HERE = new Since<>(new VipPresence(VIP, Optional.of("eth0"), true), 0);
    private static final Since<VipPresence> AWAY = new Since<>(new VipPresence(VIP, Optional.empty(), false), 0);
    private static final Since<Permission> MAY = new Since<>(Permission.YES, 0);
    private static final Since<Permission> MAY_NOT = new Since<>(Permission.NO, 0);
    private static final Since<KeepalivedState> ALIVE = new Since<>(KeepalivedState.ALIVE, 0);

    @Test
    void theDefaultGraceIsThreeSeconds() {
        assertThat(VipConsistency.DEFAULT_GRACE).hasSeconds(3);
    }

    /** The whole table, when everything has lasted long enough. */
    @ParameterizedTest
    @CsvSource({
        // vrrp, address, may hold, keepalived, findings
        "master, here, YES, ALIVE, CONSISTENT",
        "master, away, YES, ALIVE, MASTER_WITHOUT_ADDRESS",
        "backup, here, YES, ALIVE, ADDRESS_WITHOUT_MASTER",
        "backup, away, YES, ALIVE, CONSISTENT",
        "unheard, here, YES, ALIVE, CONSISTENT",
        "unheard, away, YES, ALIVE, CONSISTENT",
        "master, here, NO, ALIVE, ADDRESS_DESPITE_DENIAL",
        "master, away, NO, ALIVE, MASTER_WITHOUT_ADDRESS",
        "backup, here, NO, ALIVE, ADDRESS_WITHOUT_MASTER ADDRESS_DESPITE_DENIAL",
        "backup, away, NO, ALIVE, CONSISTENT",
        "unheard, here, NO, ALIVE, ADDRESS_DESPITE_DENIAL",
        "unheard, here, UNKNOWN, ALIVE, CONSISTENT",
        "master, here, YES, FROZEN, ADDRESS_WITHOUT_KEEPALIVED",
        "master, away, YES, FROZEN, MASTER_WITHOUT_ADDRESS",
        "backup, here, YES, FROZEN, ADDRESS_WITHOUT_MASTER ADDRESS_WITHOUT_KEEPALIVED",
        "backup, away, YES, FROZEN, CONSISTENT",
        "master, here, YES, GONE, ADDRESS_WITHOUT_KEEPALIVED",
        "master, away, YES, GONE, CONSISTENT",
        "backup, here, YES, GONE, ADDRESS_WITHOUT_KEEPALIVED",
        "backup, here, NO, GONE, ADDRESS_DESPITE_DENIAL ADDRESS_WITHOUT_KEEPALIVED",
        "unheard, here, YES, GONE, ADDRESS_WITHOUT_KEEPALIVED",
        "unheard, away, YES, GONE, CONSISTENT",
        "master, here, YES, UNKNOWN, CONSISTENT",
        "master, away, YES, UNKNOWN, MASTER_WITHOUT_ADDRESS",
        "backup, here, YES, UNKNOWN, ADDRESS_WITHOUT_MASTER",
        "unheard, here, UNKNOWN, UNKNOWN, CONSISTENT",
    })
    void finds(String vrrp, String address, Permission permission, KeepalivedState keepalived, String expected) {
        Observations facts = new Observations(
                switch (vrrp) {
                    case "master" -> vrrp(0, VrrpState.BACKUP, VrrpState.MASTER);
                    case "backup" -> vrrp(0, VrrpState.BACKUP, VrrpState.FAULT);
                    default -> vrrp(0);
                },
                List.of(address.equals("here") ? HERE : AWAY),
                new Since<>(permission, 0),
                new Since<>(keepalived, 0));
        assertThat(findings(facts, GRACE))
                .containsExactly(Set.of(expected.split(" ")).stream()
                        .map(VipInconsistency::valueOf)
                        .sorted()
                        .toArray(VipInconsistency[]::new));
    }

    @Test
    void everyFindingHasItsGraceAfterTheLaterOfItsFacts() {
        for (long later = 0; later <= 5; later++) {
            Since<VipPresence> here = new Since<>(HERE.value(), later);
            Since<VipPresence> away = new Since<>(AWAY.value(), later);
            Since<Permission> denied = new Since<>(Permission.NO, later);
            Since<KeepalivedState> frozen = new Since<>(KeepalivedState.FROZEN, later);
            VrrpView master = vrrp(later, VrrpState.MASTER);
            VrrpView backup = vrrp(later, VrrpState.BACKUP);

            begins(later, MASTER_WITHOUT_ADDRESS, new Observations(master, List.of(AWAY), MAY, ALIVE));
            begins(
                    later,
                    MASTER_WITHOUT_ADDRESS,
                    new Observations(vrrp(0, VrrpState.MASTER), List.of(away), MAY, ALIVE));
            begins(later, ADDRESS_WITHOUT_MASTER, new Observations(backup, List.of(HERE), MAY, ALIVE));
            begins(
                    later,
                    ADDRESS_WITHOUT_MASTER,
                    new Observations(vrrp(0, VrrpState.BACKUP), List.of(here), MAY, ALIVE));
            begins(later, ADDRESS_DESPITE_DENIAL, new Observations(vrrp(0), List.of(HERE), denied, ALIVE));
            begins(later, ADDRESS_DESPITE_DENIAL, new Observations(vrrp(0), List.of(here), MAY_NOT, ALIVE));
            begins(later, ADDRESS_WITHOUT_KEEPALIVED, new Observations(vrrp(0), List.of(HERE), MAY, frozen));
            begins(
                    later,
                    ADDRESS_WITHOUT_KEEPALIVED,
                    new Observations(vrrp(0), List.of(here), MAY, new Since<>(KeepalivedState.FROZEN, 0)));
        }
    }

    private static void begins(long later, VipInconsistency finding, Observations facts) {
        assertThat(findings(facts, later + GRACE - 1)).containsExactly(CONSISTENT);
        assertThat(findings(facts, later + GRACE)).containsExactly(finding);
        assertThat(findings(facts, later + GRACE + 1)).containsExactly(finding);
    }

    @Test
    void readingsOfTheMonotonicClockMayOverflow() {
        Since<VipPresence> here = new Since<>(HERE.value(), Long.MAX_VALUE);
        Observations facts =
                new Observations(vrrp(0), List.of(here), new Since<>(Permission.NO, Long.MAX_VALUE), ALIVE);
        assertThat(findings(facts, Long.MAX_VALUE + GRACE - 1)).containsExactly(CONSISTENT);
        assertThat(findings(facts, Long.MAX_VALUE + GRACE)).containsExactly(ADDRESS_DESPITE_DENIAL);
    }

    @Test
    void judgesEachVipInTheOrderOfThePresences() {
        Since<VipPresence> other = new Since<>(new VipPresence(OTHER, Optional.empty(), false), 0);
        Observations facts = new Observations(vrrp(0, VrrpState.MASTER), List.of(HERE, other), MAY, ALIVE);
        assertThat(CONSISTENCY.judge(facts, GRACE))
                .extracting(VipFinding::vip, VipFinding::finding)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(VIP, CONSISTENT),
                        org.assertj.core.groups.Tuple.tuple(OTHER, MASTER_WITHOUT_ADDRESS));
        assertThat(CONSISTENCY.judge(new Observations(vrrp(0), List.of(), MAY, ALIVE), GRACE))
                .isEmpty();
    }

    @Test
    void saysItInOneLine() {
        Since<KeepalivedState> frozen = new Since<>(KeepalivedState.FROZEN, 0);
        assertThat(lines(new Observations(vrrp(0, VrrpState.BACKUP), List.of(HERE), MAY_NOT, frozen)))
                .containsExactly(
                        "192.0.2.100 is on eth0, though no VRRP instance is MASTER here",
                        "192.0.2.100 is on eth0, though this node may not hold it",
                        "192.0.2.100 is on eth0, though keepalived is frozen");
        assertThat(lines(new Observations(
                        vrrp(0, VrrpState.MASTER, VrrpState.BACKUP, VrrpState.MASTER), List.of(AWAY), MAY, ALIVE)))
                .containsExactly("192.0.2.100 is not on this node, though VI_1, VI_3 is MASTER");
        assertThat(lines(new Observations(vrrp(0), List.of(HERE, AWAY), MAY, ALIVE)))
                .containsExactly("192.0.2.100 is on eth0", "192.0.2.100 is not on this node");
    }

    private static List<String> lines(Observations facts) {
        return CONSISTENCY.judge(facts, GRACE).stream().map(VipFinding::line).toList();
    }

    private static List<VipInconsistency> findings(Observations facts, long nowNanos) {
        return CONSISTENCY.judge(facts, nowNanos).stream()
                .map(VipFinding::finding)
                .collect(Collectors.toList());
    }

    /** Instances VI_1 and so on, in these states since {@code nanos}. */
    private static VrrpView vrrp(long nanos, VrrpState... states) {
        VrrpBoard board = new VrrpBoard((before, after) -> {}, nanos);
        for (int i = 0; i < states.length; i++) {
            board.hear("VI_" + (i + 1), states[i], 100, Instant.EPOCH, nanos);
        }
        assertThat(board.view().instances()).allMatch(its -> its.priority().equals(OptionalInt.of(100)));
        return board.view();
    }
}
