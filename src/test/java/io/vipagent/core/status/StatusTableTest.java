package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.vip.KeepalivedState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table, to the letter. */
class StatusTableTest {
    private static final String MIXED = """
            node         cp1
            may hold VIP yes (granted): may hold the VIP

            TARGET            ROLE      STATE     FOR    PROBE     STREAK      WHY
            local             local     up        1m01s  12.3ms    120 passed
            a-name-of-length  backend   down      3.5s   1250.0ms  7 failed    SERVER_ERROR a-name-of-length: status 500: [-]etcd failed
            haproxy           frontend  stale     1h00m  -         1 failed    STALE haproxy: no outcome in time
            vip               vip       starting  10ms   -         0 passed    STARTING vip: not probed yet
            """;

    @Test
    void showsEveryTargetInARowOfItsOwn() {
        assertThat(StatusTable.of(HealthSnapshots.plain(HealthSnapshots.mixed())))
                .isEqualTo(MIXED);
    }

    @Test
    void saysWhenNoApiserverThatIsKnownServes() {
        HealthSnapshot mixed = HealthSnapshots.mixed();
        assertThat(mixed.serving()).isEqualTo(1);
        assertThat(mixed.noneServes()).isFalse();
        HealthSnapshot none =
                new HealthSnapshot(mixed.nanos(), mixed.snapshots().subList(1, 4), Optional.empty(), mixed.decision());
        assertThat(none.serving()).isZero();
        assertThat(none.noneServes()).isTrue();
        assertThat(StatusTable.of(HealthSnapshots.plain(none)))
                .contains("\napiservers   none of those that are known serves; haproxy lets clients in unchecked\n");
        assertThat(new HealthSnapshot(
                                mixed.nanos(), mixed.snapshots().subList(2, 4), Optional.empty(), mixed.decision())
                        .noneServes())
                .isFalse();
    }

    @Test
    void saysWhyTheNodeIsDrained() {
        assertThat(StatusTable.of(HealthSnapshots.plain(HealthSnapshots.drained())))
                .isEqualTo("""
                        node         cp1
                        may hold VIP no (denied): MAINTENANCE new "kernel"
                        maintenance  new "kernel"

                        TARGET  ROLE   STATE  FOR   PROBE  STREAK    WHY
                        local   local  up     1.0s  -      2 passed
                        """);
    }

    @Test
    void saysWhereTheVipsAreAndWhatContradictsIt() {
        assertThat(StatusTable.of(HealthSnapshots.vips())).isEqualTo("""
                        node         cp1
                        may hold VIP no (denied): MAINTENANCE new "kernel"
                        maintenance  new "kernel"
                        VIP          192.0.2.100 is on eth0
                        inconsistent 192.0.2.100 is on eth0, though denied
                        VIP          2001:db8:0:0:0:0:0:100 is not on this node
                        VRRP         VI_1 MASTER for 3m00s
                        keepalived   alive
                        cluster      192.0.2.100 is held by 2 nodes at once: cp1, cp2; unknown: http://192.0.2.13:9706
                        cluster      peer http://192.0.2.13:9706 is unknown (CONNECT_REFUSED nobody listens there)
                        cluster      the clock of cp2 is ahead

                        TARGET  ROLE   STATE  FOR   PROBE  STREAK    WHY
                        local   local  up     1.0s  -      2 passed
                        """);
    }

    @Test
    void saysThatAVipIsUnknownWhereNoLookSucceeds() {
        AgentStatus seen = HealthSnapshots.vips();
        VipStatus blind = new VipStatus(
                seen.vip().watched(),
                List.of(),
                seen.vip().vrrp(),
                KeepalivedState.UNKNOWN,
                List.of(),
                Optional.empty());
        assertThat(StatusTable.of(new AgentStatus("cp1", "1.2.3", seen.time(), seen.view(), blind)))
                .contains("VIP          192.0.2.100 is unknown: the interfaces could not be read lately")
                .doesNotContain("keepalived ", "cluster ");
    }

    /** Scripts read it too, also where the machine writes 12,3. */
    @Test
    void isTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(StatusTable.of(HealthSnapshots.plain(HealthSnapshots.mixed())))
                        .as(tag)
                        .isEqualTo(MIXED);
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
