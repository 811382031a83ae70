package io.vipagent.core.vip;

import static io.vipagent.core.vip.Peers.OTHER_VIP;
import static io.vipagent.core.vip.Peers.VIP;
import static io.vipagent.core.vip.Peers.own;
import static io.vipagent.core.vip.Peers.presence;
import static io.vipagent.core.vip.Peers.report;
import static io.vipagent.core.vip.Peers.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.peers.PeerPoll;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.vip.HolderReport.HolderState;
import io.vipagent.core.vip.PeerContact.NotAsked;
import io.vipagent.core.vip.PeerContact.Unreached;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who holds a VIP, by what every node says of itself. */
class HoldersTest {
    private static final HolderRule RULE = HolderRule.of("cp1", PeerPoll.DEFAULT);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long NOW = -7 + 100 * SECOND;

    /** Each letter is a node, this one first: h holds, n does not, ? does not answer, - does not watch it. */
    @ParameterizedTest
    @CsvSource({
        "h,    ONE,     cp1,         ''",
        "n,    MOVING,  '',          ''",
        "hn,   ONE,     cp1,         ''",
        "nh,   ONE,     cp2,         ''",
        "nnh,  ONE,     cp3,         ''",
        "n?h,  ONE,     cp3,         http://cp2:9706",
        "h?,   ONE,     cp1,         http://cp2:9706",
        "h??,  ONE,     cp1,         http://cp2:9706 http://cp3:9706",
        "hh,   MOVING,  cp1 cp2,     ''",
        "nhh,  MOVING,  cp2 cp3,     ''",
        "hhh,  MOVING,  cp1 cp2 cp3, ''",
        "hh?,  MOVING,  cp1 cp2,     http://cp3:9706",
        "nn,   MOVING,  '',          ''",
        "n?,   UNKNOWN, '',          http://cp2:9706",
        "nn?,  UNKNOWN, '',          http://cp3:9706",
        "n-,   UNKNOWN, '',          cp2",
        "h-,   ONE,     cp1,         cp2",
        "n-?,  UNKNOWN, '',          http://cp3:9706 cp2"
    })
    void atFirstSight(String nodes, HolderState word, String names, String unknown) {
        HolderReport holding = only(judge(nodes, Holders.NONE_JUDGED, NOW));
        assertThat(holding.word()).isEqualTo(word);
        assertThat(String.join(" ", holding.names())).isEqualTo(names);
        assertThat(String.join(" ", holding.unknown())).isEqualTo(unknown);
        assertThat(holding.vip()).isEqualTo(VIP);
        assertThat(holding.sinceNanos()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({"nn, NONE", "n, NONE", "hh, SEVERAL", "hh?, SEVERAL", "hn, ONE", "n?, UNKNOWN"})
    void whatLastsIsSaid(String nodes, HolderState word) {
        Holders first = judge(nodes, Holders.NONE_JUDGED, NOW);
        Holders early = judge(nodes, first, NOW + 3 * SECOND - 1);
        Holders late = judge(nodes, early, NOW + 3 * SECOND);
        boolean fault = word == HolderState.NONE || word == HolderState.SEVERAL;
        assertThat(only(early).word()).isEqualTo(fault ? HolderState.MOVING : word);
        assertThat(only(late).word()).isEqualTo(word);
        assertThat(only(late).seen()).isEqualTo(word);
        assertThat(only(late).sinceNanos()).isEqualTo(NOW);
    }

    /** From cp2 to cp1, past a moment when neither has it and one when both do. */
    @Test
    void aMoveIsNoFault() {
        Holders holders = judge("nh", Holders.NONE_JUDGED, NOW);
        List<HolderState> words = new ArrayList<>();
        for (String nodes : List.of("nn", "nn", "nn", "hh", "hh", "hh", "nn", "hn")) {
            holders = judge(nodes, holders, NOW + words.size() * SECOND);
            words.add(only(holders).word());
        }
        assertThat(words.subList(0, 7)).containsOnly(HolderState.MOVING);
        assertThat(words.getLast()).isEqualTo(HolderState.ONE);
    }

    @Test
    void oneUnknownPeerStartsTheGraceAgain() {
        Holders holders = judge("nn", Holders.NONE_JUDGED, NOW);
        holders = judge("n?", holders, NOW + 2 * SECOND);
        holders = judge("nn", holders, NOW + 4 * SECOND);
        assertThat(only(holders).word()).isEqualTo(HolderState.MOVING);
        assertThat(only(judge("nn", holders, NOW + 7 * SECOND)).word()).isEqualTo(HolderState.NONE);
    }

    /** 3 × interval at rest + timeout = 16 s. */
    @Test
    void anOldAnswerIsUnknown() {
        long seen = NOW - 16 * SECOND;
        assertThat(only(judge(own(false), List.of(report("cp2", says("cp2", true), seen)), NOW))
                        .names())
                .containsExactly("cp2");
        HolderReport holding = only(judge(own(false), List.of(report("cp2", says("cp2", true), seen - 1)), NOW));
        assertThat(holding.names()).isEmpty();
        assertThat(holding.word()).isEqualTo(HolderState.UNKNOWN);
        assertThat(holding.unknown()).containsExactly("http://cp2:9706");
    }

    @Test
    void aPeerThatWasNotAskedIsUnknown() {
        Holders holders = judge(own(false), List.of(report("cp2", new NotAsked(), NOW)), NOW);
        assertThat(only(holders).word()).isEqualTo(HolderState.UNKNOWN);
    }

    @Test
    void eachVipByItself() {
        List<VipPresence> own = List.of(presence(VIP, true), presence(OTHER_VIP, false));
        PeerReport cp2 = report("cp2", says("cp2", Map.of(VIP, false, OTHER_VIP, true)), NOW);
        Holders holders = judge(own, List.of(cp2), NOW);
        assertThat(holders.holdings()).extracting(HolderReport::vip).containsExactly(VIP, OTHER_VIP);
        assertThat(holders.of(VIP).orElseThrow().names()).containsExactly("cp1");
        assertThat(holders.of(OTHER_VIP).orElseThrow().names()).containsExactly("cp2");
        assertThat(holders.findings()).isEmpty();
    }

    @Test
    void aVipOnOneOfTwoInterfacesIsHere() {
        List<VipPresence> own = List.of(presence(VIP, true), presence(VIP, false));
        assertThat(only(judge(own, List.of(), NOW)).names()).containsExactly("cp1");
    }

    @Test
    void whoWatchesNothingSaysNothing() {
        Holders holders = judge(List.of(), List.of(report("cp2", says("cp2", true), NOW)), NOW);
        assertThat(holders.holdings()).isEmpty();
        assertThat(holders.of(VIP)).isEmpty();
        assertThat(holders.findings()).isEmpty();
    }

    @Test
    void thisNodeAmongItsPeersCountsOnce() {
        Holders holders = judge(own(true), List.of(report("self", says("cp1", true), NOW)), NOW);
        assertThat(only(holders).word()).isEqualTo(HolderState.ONE);
        assertThat(only(holders).names()).containsExactly("cp1");
        assertThat(holders.findings())
                .containsExactly(new PeerFinding(
                        PeerFinding.PeerProblem.OWN_NAME,
                        "http://self:9706",
                        "http://self:9706 answers as cp1, which is this node"));
    }

    /** Its last answer may be older than what this node sees of itself. */
    @Test
    void whatThisNodeSaysOfItselfAsAPeerIsNotAsked() {
        HolderReport holding = only(judge(own(false), List.of(report("self", says("cp1", true), NOW)), NOW));
        assertThat(holding.names()).isEmpty();
        assertThat(holding.unknown()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true, cp2", "true, false, cp2", "false, true, cp2", "false, false, ''"})
    void oneNodeUnderTwoUrlsCountsOnce(boolean first, boolean second, String names) {
        List<PeerReport> reports = List.of(report("a", says("cp2", first), NOW), report("b", says("cp2", second), NOW));
        Holders holders = judge(own(false), reports, NOW);
        assertThat(String.join(" ", only(holders).names())).isEqualTo(names);
        assertThat(only(holders).unknown()).isEmpty();
        assertThat(holders.findings())
                .containsExactly(new PeerFinding(
                        PeerFinding.PeerProblem.SAME_NAME,
                        "http://b:9706",
                        "http://b:9706 answers as cp2, as does http://a:9706"));
    }

    @Test
    void saysWhoDoesNotWatch() {
        Holders holders = judge("h-", Holders.NONE_JUDGED, NOW);
        assertThat(holders.findings())
                .containsExactly(new PeerFinding(
                        PeerFinding.PeerProblem.NOT_WATCHED,
                        "http://cp2:9706 192.0.2.100",
                        "cp2 (http://cp2:9706) does not watch 192.0.2.100"));
    }

    @Test
    void ofAThousandPeers() {
        String nodes = "n" + "n".repeat(500) + "h" + "n".repeat(499);
        HolderReport holding = only(judge(nodes, Holders.NONE_JUDGED, NOW));
        assertThat(holding.word()).isEqualTo(HolderState.ONE);
        assertThat(holding.names()).containsExactly("cp502");
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, 3000", "500, 500, 3000", "5000, 2000, 12000", "1000, 1001, 3001"})
    void theGraceCoversTwoRounds(long interval, long timeout, long grace) {
        HolderRule rule =
                HolderRule.of("cp1", new ProbeSchedule(Duration.ofMillis(interval), Duration.ofMillis(timeout), 1, 1));
        assertThat(rule.grace()).isEqualTo(Duration.ofMillis(grace));
        assertThat(rule.freshness().limit()).isEqualTo(Duration.ofMillis(3 * interval + timeout));
    }

    private static Holders judge(String nodes, Holders before, long nowNanos) {
        List<PeerReport> reports = new ArrayList<>();
        for (int i = 1; i < nodes.length(); i++) {
            String name = "cp" + (i + 1);
            PeerContact contact = switch (nodes.charAt(i)) {
                case 'h' -> says(name, true);
                case 'n' -> says(name, false);
                case '-' -> says(name, Map.of(OTHER_VIP, true));
                default -> new Unreached(Reason.CONNECT_TIMEOUT, "no answer");
            };
            reports.add(report(name, contact, nowNanos));
        }
        return Holders.judge(RULE, own(nodes.charAt(0) == 'h'), reports, before, nowNanos);
    }

    private static Holders judge(List<VipPresence> own, List<PeerReport> reports, long nowNanos) {
        return Holders.judge(RULE, own, reports, Holders.NONE_JUDGED, nowNanos);
    }

    private static HolderReport only(Holders holders) {
        assertThat(holders.holdings()).hasSize(1);
        return holders.holdings().getFirst();
    }
}
