package io.vipagent.agent.peers;

import static io.vipagent.core.vip.Peers.peers;
import static io.vipagent.core.vip.Peers.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.core.health.Reason;
import io.vipagent.core.vip.HolderRule;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.core.vip.PeerRecorder;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerView;
import io.vipagent.core.vip.Peers;
import io.vipagent.platform.time.HandTicker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each peer at the fixed rate, whatever the others do. Time moves by hand. */
@Timeout(300)
class PeerPollTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final HandTicker ticker = new HandTicker(0);
    private final PeerRecorder recorder = new PeerRecorder();
    private final Map<Peer, List<Long>> asked = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Test
    void spreadsThePeersOverTheIntervalAndKeepsTheRate() {
        List<Peer> peers = peers("cp2", "cp3");
        try (PeerPoll _ = start(board(peers), this::note)) {
            ticker.awaitSleepers(2);
            for (int i = 0; i < 4; i++) {
                ticker.advance(Duration.ofMillis(500));
                ticker.awaitSleepers(2);
            }
        }
        assertThat(asked.get(peers.getFirst())).containsExactly(0L, SECOND, 2 * SECOND);
        assertThat(asked.get(peers.getLast())).containsExactly(SECOND / 2, SECOND * 3 / 2);
    }

    /** Once nothing was new for 5 s every fifth tick is enough, until something is. */
    @Test
    void asksSeldomerAtRestAndAtOnceAtEachTickAgain() {
        List<Peer> peers = peers("cp2");
        AtomicBoolean answers = new AtomicBoolean(true);
        PeerClient client = (peer, timeout) -> {
            PeerContact contact = note(peer, timeout);
            return answers.get() ? contact : new Unreached(Reason.CONNECT_REFUSED, "refused");
        };
        try (PeerPoll _ = start(board(peers), client)) {
            pass(16);
            assertThat(seconds(peers.getFirst())).containsExactly(0L, 1L, 2L, 3L, 4L, 9L, 14L);
            answers.set(false);
            pass(5);
            assertThat(seconds(peers.getFirst())).endsWith(14L, 19L, 20L, 21L);
            answers.set(true);
            pass(11);
            assertThat(seconds(peers.getFirst())).endsWith(22L, 23L, 24L, 25L, 26L, 31L);
        }
    }

    private void pass(int seconds) {
        ticker.awaitSleepers(1);
        for (int second = 0; second < seconds; second++) {
            ticker.advance(Duration.ofSeconds(1));
            ticker.awaitSleepers(1);
        }
    }

    private List<Long> seconds(Peer peer) {
        return asked.getOrDefault(peer, List.of()).stream()
                .map(nanos -> nanos / SECOND)
                .toList();
    }

    @Test
    void givesEachQuestionItsTimeout() {
        List<Duration> timeouts = new CopyOnWriteArrayList<>();
        PeerClient client = (peer, timeout) -> {
            timeouts.add(timeout);
            return says("cp2", false);
        };
        try (PeerPoll _ = start(board(peers("cp2")), client)) {
            ticker.awaitSleepers(1);
        }
        assertThat(timeouts).containsExactly(Duration.ofSeconds(1));
    }

    /** 50 of 200 hang forever; the others are asked once a second, and those that hang go stale. */
    @Test
    void letsNoPeerDelayAnother() {
        List<Peer> peers =
                IntStream.range(0, 200).mapToObj(i -> Peers.peer("n" + i)).toList();
        Set<Peer> hanging = Set.copyOf(peers.subList(0, 50));
        PeerBoard board = board(peers);
        PeerClient client = (peer, timeout) -> hanging.contains(peer) ? hang(peer, timeout) : note(peer, timeout);
        try (PeerPoll _ = start(board, client)) {
            for (int second = 0; second < 17; second++) {
                ticker.advance(Duration.ofSeconds(1));
                ticker.awaitSleepers(150);
            }
            PeerView view = board.view();
            assertThat(view.reports())
                    .filteredOn(report ->
                            view.believed(report) instanceof Unreached unreached && unreached.reason() == Reason.STALE)
                    .extracting(PeerReport::peer)
                    .containsExactlyElementsOf(peers.subList(0, 50));
            assertThat(peers.subList(50, 200))
                    .allSatisfy(peer -> assertThat(asked.get(peer)).hasSize(17));
        }
    }

    @Test
    void countsADefectAsOneFailureAndGoesOn() {
        AtomicInteger calls = new AtomicInteger();
        PeerClient broken = (peer, timeout) -> {
            if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("a defect");
            }
            return says("cp2", false);
        };
        PeerBoard board = board(peers("cp2"));
        try (PeerPoll _ = start(board, broken)) {
            ticker.awaitSleepers(1);
            assertThat(board.view().reports().getFirst().contact())
                    .isEqualTo(new Unreached(Reason.AGENT_ERROR, "java.lang.StackOverflowError: a defect"));
            ticker.advance(Duration.ofSeconds(1));
            ticker.awaitSleepers(1);
            assertThat(board.view().reports().getFirst().contact()).isEqualTo(says("cp2", false));
        }
    }

    @Test
    void endsItsThreadsWhenItClosesAndCountsNothingMore() {
        PeerBoard board = board(peers("cp2"));
        PeerPoll poll = start(board, this::hang);
        await().atMost(Duration.ofMinutes(1)).until(() -> threads.size() == 1);
        poll.close();
        assertThat(threads).noneMatch(Thread::isVirtual).noneMatch(Thread::isAlive);
        assertThat(recorder.takeAll()).isEmpty();
        ticker.awaitSleepers(0);
    }

    @Test
    void hasNothingToDoWithoutPeers() {
        try (PeerPoll _ = start(board(List.of()), this::note)) {
            ticker.awaitSleepers(0);
        }
        assertThat(asked).isEmpty();
    }

    private PeerContact note(Peer peer, Duration timeout) {
        threads.add(Thread.currentThread());
        asked.computeIfAbsent(peer, one -> new CopyOnWriteArrayList<>()).add(ticker.nanos());
        return says(peer.url().getHost(), false);
    }

    private PeerContact hang(Peer peer, Duration timeout) {
        threads.add(Thread.currentThread());
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException swallowed) {
            // As HttpGet does: the interrupt becomes an outcome.
        }
        return new Unreached(Reason.AGENT_ERROR, "interrupted");
    }

    private PeerPoll start(PeerBoard board, PeerClient client) {
        return PeerPoll.start(board, client, PeerPoll.DEFAULT, ticker);
    }

    private PeerBoard board(List<Peer> peers) {
        return new PeerBoard(peers, HolderRule.of("cp1", PeerPoll.DEFAULT), ticker, List::of, recorder);
    }
}
