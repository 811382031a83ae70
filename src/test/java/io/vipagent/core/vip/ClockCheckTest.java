package io.vipagent.core.vip;

import static io.vipagent.core.vip.Peers.ahead;
import static io.vipagent.core.vip.Peers.own;
import static io.vipagent.core.vip.Peers.report;
import static io.vipagent.core.vip.Peers.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.peers.PeerPoll;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose clock differs. */
class ClockCheckTest {
    private static final HolderRule RULE = HolderRule.of("cp1", PeerPoll.DEFAULT);
    private static final Duration NO_WAY = Duration.ZERO;

    @Test
    void isComparedInTheMiddleOfTheWay() {
        Instant asked = Instant.parse("2026-01-01T00:00:00Z");
        Phases phases = Phases.of(Map.of(
                Phase.RESOLVE, 1_000_000L,
                Phase.CONNECT, 20_000_000L,
                Phase.TLS, 300_000_000L,
                Phase.FIRST_BYTE, 100_000_000L,
                Phase.TOTAL, 900_000_000L));
        assertThat(ClockOffset.of(asked, phases, asked.plusMillis(371)))
                .isEqualTo(new ClockOffset(Duration.ZERO, Duration.ofMillis(50)));
        assertThat(ClockOffset.of(asked, phases, asked.plusMillis(1371)).ahead())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(ClockOffset.of(asked, phases, asked.minusMillis(629)).ahead())
                .isEqualTo(Duration.ofSeconds(-1));
        assertThat(ClockOffset.of(asked, Phases.NONE, asked)).isEqualTo(new ClockOffset(Duration.ZERO, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 0, false",
        "2001, 0, true",
        "-2000, 0, false",
        "-2001, 0, true",
        "2500, 500, false",
        "2501, 500, true",
        "-2500, 500, false",
        "-2501, 500, true",
        "0, 0, false"
    })
    void isFoundBeyondTwoSecondsHoweverUnluckyTheWay(long millis, long uncertainty, boolean found) {
        Holders holders =
                judge(Holders.NONE_JUDGED, ahead("cp2", Duration.ofMillis(millis), Duration.ofMillis(uncertainty)));
        assertThat(!holders.findings().isEmpty()).isEqualTo(found);
    }

    @Test
    void saysWhoseClockDiffersAndHow() {
        assertThat(judge(Holders.NONE_JUDGED, offset("cp2", 3.21), offset("cp3", 0))
                        .findings())
                .containsExactly(new PeerFinding(
                        PeerFinding.PeerProblem.CLOCK,
                        "http://cp2:9706",
                        "the clock of cp2 (http://cp2:9706) is 3.2 s ahead of this node's"));
        assertThat(texts(offset("cp2", -60), offset("cp3", 0)))
                .isEqualTo("the clock of cp2 (http://cp2:9706) is 60.0 s behind this node's");
        assertThat(texts(offset("cp2", -60), offset("cp3", 60)))
                .isEqualTo("the clock of cp2 (http://cp2:9706) is 60.0 s behind this node's\n"
                        + "the clock of cp3 (http://cp3:9706) is 60.0 s ahead of this node's");
    }

    /** Of one peer alone it cannot be known. */
    @Test
    void saysThatItIsThisNodesWhereMostOthersAgree() {
        assertThat(texts(offset("cp2", 5), offset("cp3", 6)))
                .isEqualTo("the clock of this node is 5.0 s behind those of 2 of 2 peers");
        assertThat(texts(offset("cp2", -5), offset("cp3", -7), offset("cp4", 0)))
                .isEqualTo("the clock of this node is 5.0 s ahead of those of 2 of 3 peers");
        assertThat(texts(offset("cp2", 5))).startsWith("the clock of cp2 ");
        assertThat(texts(offset("cp2", 5), offset("cp3", 7.1))).startsWith("the clock of cp2 ");
        assertThat(texts(offset("cp2", 5), offset("cp3", 5), offset("cp4", 0), offset("cp5", 0)))
                .startsWith("the clock of cp2 ");
    }

    @Test
    void countsOnlyThoseThatSayTheirTime() {
        assertThat(texts(offset("cp2", 5), offset("cp3", 5), says("cp4", false), says("cp5", false)))
                .isEqualTo("the clock of this node is 5.0 s behind those of 2 of 2 peers");
    }

    @Test
    void isFoundUntilItIsClearlyBetter() {
        Holders off = judge(Holders.NONE_JUDGED, offset("cp2", 2.1));
        assertThat(judge(off, offset("cp2", 1.6)).findings()).hasSize(1);
        assertThat(judge(off, offset("cp2", 1.5)).findings()).isEmpty();
        assertThat(judge(Holders.NONE_JUDGED, offset("cp2", 1.6)).findings()).isEmpty();

        Holders own = judge(Holders.NONE_JUDGED, offset("cp2", 2.1), offset("cp3", 2.1));
        assertThat(judge(own, offset("cp2", 1.6), offset("cp3", 1.6)).findings())
                .extracting(PeerFinding::subject)
                .containsExactly("this node");
        assertThat(judge(own, offset("cp2", 1.4), offset("cp3", 1.4)).findings())
                .isEmpty();
    }

    @Test
    void takesTheEndOfTime() {
        Duration end = Duration.between(Instant.parse("2026-01-01T00:00:00Z"), Instant.MAX);
        assertThat(texts(ahead("cp2", end, NO_WAY))).endsWith(".0 s ahead of this node's");
    }

    private static PeerContact offset(String node, double seconds) {
        return ahead(node, Duration.ofMillis(Math.round(seconds * 1000)), NO_WAY);
    }

    private static String texts(PeerContact... contacts) {
        return Peers.texts(judge(Holders.NONE_JUDGED, contacts).findings());
    }

    private static Holders judge(Holders before, PeerContact... contacts) {
        List<PeerReport> reports = new ArrayList<>();
        for (PeerContact contact : contacts) {
            reports.add(report("cp" + (reports.size() + 2), contact, 0));
        }
        return Holders.judge(RULE, own(true), reports, before, 0);
    }
}
