package io.vipagent.agent.peers;

import static io.vipagent.core.vip.Peers.VIP;
import static io.vipagent.core.vip.Peers.ahead;
import static io.vipagent.core.vip.Peers.own;
import static io.vipagent.core.vip.Peers.peer;
import static io.vipagent.core.vip.Peers.peers;
import static io.vipagent.core.vip.Peers.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.health.Reason;
import io.vipagent.core.vip.HolderReport.HolderState;
import io.vipagent.core.vip.HolderRule;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.NotAsked;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.core.vip.PeerRecorder;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerView;
import io.vipagent.platform.time.HandTicker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of the peers, and that each change is told once. Time moves by hand. */
class PeerBoardTest {
    private static final Unreached REFUSED = new Unreached(Reason.CONNECT_REFUSED, "nobody listens there");

    private final HandTicker ticker = new HandTicker();
    private final PeerRecorder recorder = new PeerRecorder();
    private volatile boolean here = true;
    private final PeerBoard board = new PeerBoard(
            peers("cp2", "cp3"), HolderRule.of("cp1", PeerPoll.DEFAULT), ticker, () -> own(here), recorder);

    @Test
    void knowsNothingAtFirst() {
        PeerView view = board.view();
        assertThat(view.reports()).extracting(PeerReport::peer).containsExactly(peer("cp2"), peer("cp3"));
        assertThat(view.reports()).extracting(view::believed).containsOnly(new NotAsked());
        assertThat(view.holders().of(VIP).orElseThrow().word()).isEqualTo(HolderState.ONE);
        assertThat(recorder.takeAll()).isEmpty();
    }

    @Test
    void believesNobodyForLong() {
        board.post(peer("cp2"), says("cp2", false));
        board.post(peer("cp3"), REFUSED);
        assertThat(board.view().reports()).extracting(PeerReport::contact).containsExactly(says("cp2", false), REFUSED);
        ticker.advance(Duration.ofSeconds(16));
        assertThat(believed()).containsExactly(says("cp2", false), REFUSED);
        ticker.advance(Duration.ofNanos(1));
        Unreached stale = new Unreached(Reason.STALE, "not asked for 16 s");
        assertThat(believed()).containsExactly(stale, stale);
    }

    @Test
    void tellsEachTurnOnceAndHowLongItLasted() {
        ticker.advance(Duration.ofMillis(250));
        here = false;
        board.post(peer("cp2"), REFUSED);
        board.post(peer("cp2"), REFUSED);
        board.post(peer("cp2"), new Unreached(Reason.NETWORK, "reset"));
        assertThat(recorder.takeAll())
                .containsExactly("peer http://cp2:9706 is unknown (CONNECT_REFUSED nobody listens there), "
                        + "was NotAsked for 250ms");
        ticker.advance(Duration.ofSeconds(2));
        board.post(peer("cp2"), says("cp2", false));
        board.post(peer("cp2"), says("cp2", false));
        assertThat(recorder.takeAll()).containsExactly("peer http://cp2:9706 answers as cp2, was Unreached for 2000ms");
        PeerReport report = board.view().reports().getFirst();
        assertThat(report.sinceNanos()).isEqualTo(ticker.nanos());
        assertThat(report.since()).isEqualTo(ticker.wall());
        ticker.advance(Duration.ofSeconds(1));
        board.post(peer("cp2"), says("cp2", false));
        assertThat(board.view().reports().getFirst().sinceNanos()).isEqualTo(report.sinceNanos());
        assertThat(board.view().reports().getFirst().since()).isEqualTo(report.since());
        assertThat(board.view().reports().getFirst().lastNanos()).isEqualTo(ticker.nanos());
    }

    @Test
    void tellsWhoHoldsItOnce() {
        board.judge();
        board.judge();
        assertThat(recorder.takeAll())
                .containsExactly("192.0.2.100 is held by cp1; unknown: http://cp2:9706, http://cp3:9706");
    }

    @Test
    void tellsAMoveAsOneChange() {
        allAnswer();
        here = false;
        second("n", "n");
        second("n", "n");
        assertThat(recorder.takeAll()).isEmpty();
        assertThat(word()).isEqualTo(HolderState.MOVING);
        second("h", "n");
        assertThat(recorder.takeAll()).containsExactly("192.0.2.100 is held by cp2, was one [cp1]");
    }

    @Test
    void tellsThatNobodyHoldsItAfterTheGrace() {
        allAnswer();
        here = false;
        second("n", "n");
        second("n", "n");
        second("n", "n");
        assertThat(recorder.takeAll()).isEmpty();
        second("n", "n");
        assertThat(recorder.takeAll()).containsExactly("192.0.2.100 is held by nobody, was one [cp1]");
        second("n", "n");
        here = true;
        second("n", "n");
        assertThat(recorder.takeAll()).containsExactly("192.0.2.100 is held by cp1, was none []");
    }

    @Test
    void tellsASplitBrainAfterTheGrace() {
        allAnswer();
        for (int i = 0; i < 4; i++) {
            assertThat(recorder.takeAll()).isEmpty();
            second("h", "n");
        }
        assertThat(recorder.takeAll())
                .containsExactly("192.0.2.100 is held by 2 nodes at once: cp1, cp2, was one [cp1]");
    }

    /** Nothing is posted any more: the timer alone finds out. */
    @Test
    void tellsThatAHolderFellSilent() {
        allAnswer();
        here = false;
        second("h", "n");
        recorder.takeAll();
        ticker.advance(Duration.ofMillis(16_001));
        board.judge();
        assertThat(recorder.takeAll())
                .containsExactly("nobody is known to hold 192.0.2.100; unknown: http://cp2:9706, http://cp3:9706, "
                        + "was one [cp2]");
    }

    @Test
    void judgesAtOnceWhenAPeerSaysSomethingElse() {
        allAnswer();
        here = false;
        board.post(peer("cp2"), says("cp2", true));
        assertThat(recorder.takeAll()).containsExactly("192.0.2.100 is held by cp2, was one [cp1]");
        board.post(peer("cp2"), says("cp9", true));
        assertThat(recorder.takeAll()).containsExactly("192.0.2.100 is held by cp9, was one [cp2]");
    }

    @Test
    void tellsAFindingWhenItComesAndWhenItGoes() {
        allAnswer();
        board.post(peer("cp2"), ahead("cp2", Duration.ofSeconds(3), Duration.ZERO));
        board.judge();
        board.post(peer("cp2"), ahead("cp2", Duration.ofSeconds(4), Duration.ZERO));
        board.judge();
        assertThat(recorder.takeAll())
                .containsExactly("found: the clock of cp2 (http://cp2:9706) is 3.0 s ahead of this node's");
        board.post(peer("cp2"), says("cp2", false));
        board.judge();
        assertThat(recorder.takeAll())
                .containsExactly("cleared: the clock of cp2 (http://cp2:9706) is 4.0 s ahead of this node's");
    }

    @Test
    void asksAPeerThatIsThereTwiceOnce() {
        PeerBoard twice =
                new PeerBoard(peers("cp2", "cp2"), HolderRule.of("cp1", PeerPoll.DEFAULT), ticker, List::of, recorder);
        assertThat(twice.peers()).containsExactly(peer("cp2"));
        assertThat(twice.view().reports()).hasSize(1);
    }

    @Test
    void takesNothingOfStrangers() {
        assertThatThrownBy(() -> board.post(peer("cp9"), REFUSED)).hasMessage("no peer http://cp9:9706");
    }

    /** This node holds the VIP, the others do not. */
    private void allAnswer() {
        board.post(peer("cp2"), says("cp2", false));
        board.post(peer("cp3"), says("cp3", false));
        board.judge();
        recorder.takeAll();
    }

    /** Both peers answer, h for one that holds the VIP, then a second passes and the timer ticks. */
    private void second(String cp2, String cp3) {
        board.post(peer("cp2"), says("cp2", cp2.equals("h")));
        board.post(peer("cp3"), says("cp3", cp3.equals("h")));
        board.judge();
        ticker.advance(Duration.ofSeconds(1));
    }

    private HolderState word() {
        return board.view().holders().of(VIP).orElseThrow().word();
    }

    private List<PeerContact> believed() {
        PeerView view = board.view();
        return view.reports().stream().map(view::believed).toList();
    }

    @Test
    void keepsTheNewestAnswer() {
        Reached newest = says("cp2", true);
        board.post(peer("cp2"), says("cp2", false));
        board.post(peer("cp2"), newest);
        assertThat(board.view().reports().getFirst().contact()).isSameAs(newest);
    }
}
