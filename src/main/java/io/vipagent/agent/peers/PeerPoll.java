package io.vipagent.agent.peers;

import io.vipagent.core.health.FixedRate;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread per peer, all at one fixed rate and spread over it; none waits for another, nor does any probe. While
 * nothing is new, a peer is asked at every fifth tick only: its answer is a whole status, which costs both sides more
 * than a probe does.
 */
public final class PeerPoll implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** From one question to the next while nothing is new; a multiple of the interval. */
    static final Duration REST_INTERVAL = Duration.ofSeconds(5);

    /** Once a second, and seldomer at rest, each within a second; every answer counts. */
    public static final ProbeSchedule DEFAULT =
            new ProbeSchedule(INTERVAL, INTERVAL, 1, 1, INTERVAL, INTERVAL, INTERVAL, REST_INTERVAL);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final PeerBoard board;
    private final PeerClient client;
    private final ProbeSchedule schedule;
    private final Ticker ticker;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    private PeerPoll(PeerBoard board, PeerClient client, ProbeSchedule schedule, Ticker ticker) {
        this.board = board;
        this.client = client;
        this.schedule = schedule;
        this.ticker = ticker;
    }

    /** Begins to ask every peer of {@code board}. */
    public static PeerPoll start(PeerBoard board, PeerClient client, ProbeSchedule schedule, Ticker ticker) {
        PeerPoll poll = new PeerPoll(board, client, schedule, ticker);
        List<Peer> peers = board.peers();
        long now = ticker.nanos();
        for (int i = 0; i < peers.size(); i++) {
            Peer peer = peers.get(i);
            long first = now + schedule.interval().toNanos() * i / peers.size();
            poll.threads.add(
                    Thread.ofPlatform().daemon().name("peer " + peer.label()).start(() -> poll.run(peer, first)));
        }
        return poll;
    }

    /** Stops all loops; questions under way are given up and not counted. */
    @Override
    public void close() {
        closing = true;
        threads.forEach(Thread::interrupt);
        long deadline = ticker.nanos() + STOP_TIMEOUT.toNanos();
        threads.forEach(thread -> {
            try {
                thread.join(Duration.ofNanos(Math.max(0, deadline - ticker.nanos())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void run(Peer peer, long first) {
        long interval = schedule.interval().toNanos();
        long lastAsked = first - schedule.restInterval().toNanos();
        try {
            for (long tick = first; !closing; tick = FixedRate.next(tick, interval, ticker.nanos())) {
                ticker.sleepUntil(tick);
                if (tick - lastAsked < schedule.restInterval().toNanos() && board.isCalm()) {
                    continue;
                }
                lastAsked = tick;
                PeerContact contact = ask(peer);
                if (!closing) {
                    board.post(peer, contact);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PeerContact ask(Peer peer) {
        try {
            return client.ask(peer, schedule.timeout());
        } catch (RuntimeException | Error e) {
            // A loop that died would leave its peer stale forever: even a defect is one failed question.
            return new Unreached(Reason.AGENT_ERROR, e.toString());
        }
    }
}
