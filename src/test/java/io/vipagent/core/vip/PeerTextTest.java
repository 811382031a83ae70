package io.vipagent.core.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Reason;
import io.vipagent.core.vip.HolderReport.HolderState;
import io.vipagent.core.vip.PeerContact.NotAsked;
import io.vipagent.core.vip.PeerContact.Unreached;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read. */
class PeerTextTest {
    @ParameterizedTest
    @CsvSource({
        "ONE,     cp1,                   '',       192.0.2.100 is held by cp1",
        "ONE,     cp1,                   cp2,      192.0.2.100 is held by cp1; unknown: cp2",
        "NONE,    '',                    '',       192.0.2.100 is held by nobody",
        "SEVERAL, cp1 cp2,               '',       '192.0.2.100 is held by 2 nodes at once: cp1, cp2'",
        "SEVERAL, cp1 cp2 cp3,           cp4,      '192.0.2.100 is held by 3 nodes at once: cp1, cp2, cp3; unknown: cp4'",
        "SEVERAL, cp1 cp2 cp3 cp4 cp5,   '',       '192.0.2.100 is held by 5 nodes at once: cp1, cp2, cp3 and 2 more'",
        "MOVING,  '',                    '',       '192.0.2.100 moves, held by nobody at this moment'",
        "MOVING,  cp1 cp2,               cp3,      '192.0.2.100 moves, held by cp1, cp2 at this moment; unknown: cp3'",
        "UNKNOWN, '',                    cp2 cp3,  'nobody is known to hold 192.0.2.100; unknown: cp2, cp3'"
    })
    void ofAVip(HolderState word, String names, String unknown, String line) {
        HolderReport holding = new HolderReport(Peers.VIP, word, split(names), split(unknown), HolderState.ONE, 0);
        assertThat(PeerText.of(holding)).isEqualTo(line);
    }

    @Test
    void ofAPeer() {
        Peer peer = Peers.peer("cp2");
        assertThat(PeerText.of(peer, new NotAsked())).isEqualTo("peer http://cp2:9706 was not asked so far");
        assertThat(PeerText.of(peer, Peers.says("cp2", true))).isEqualTo("peer http://cp2:9706 answers as cp2");
        assertThat(PeerText.of(peer, new Unreached(Reason.CONNECT_REFUSED, "nobody\nlistens there")))
                .isEqualTo("peer http://cp2:9706 is unknown (CONNECT_REFUSED nobody listens there)");
    }

    @Test
    void labels() {
        assertThat(Arrays.stream(HolderState.values()).map(HolderState::label))
                .containsExactly("one", "none", "several", "moving", "unknown");
        assertThat(Arrays.stream(PeerFinding.PeerProblem.values()).map(PeerFinding.PeerProblem::label))
                .containsExactly("own_name", "same_name", "not_watched", "clock");
    }

    private static List<String> split(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split(" "));
    }
}
