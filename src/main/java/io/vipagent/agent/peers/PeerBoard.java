package io.vipagent.agent.peers;

import io.vipagent.core.vip.HolderReport;
import io.vipagent.core.vip.HolderReport.HolderState;
import io.vipagent.core.vip.HolderRule;
import io.vipagent.core.vip.Holders;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.NotAsked;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerView;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.platform.time.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is known of every peer and what follows from it. Each peer has one writer, its loop; readers get immutable
 * snapshots and never wait for a writer.
 */
public final class PeerBoard {
    /** For so long after anything was new, peers are asked at every tick: what one has seen the others may see soon. */
    static final Duration CALM_DELAY = Duration.ofSeconds(5);

    private final List<Peer> peers;
    private final HolderRule rule;
    private final Ticker ticker;
    private final Supplier<List<VipPresence>> own;
    private final PeerListener listener;
    private final Map<Peer, PeerReport> reports = new ConcurrentHashMap<>();
    private final ReentrantLock judging = new ReentrantLock();
    /** What was last said of each VIP; guarded by {@code judging}. */
    private final Map<InetAddress, HolderReport> said = new HashMap<>();

    private volatile Holders settled = Holders.NONE_JUDGED;
    private volatile long lastNews;

    /**
     * Creates a board on which nothing is known yet.
     *
     * @param own what this node sees of its own interfaces at the moment of asking; must not block
     */
    public PeerBoard(
            List<Peer> peers, HolderRule rule, Ticker ticker, Supplier<List<VipPresence>> own, PeerListener listener) {
        this.peers = peers.stream().distinct().toList();
        this.rule = rule;
        this.ticker = ticker;
        this.own = own;
        this.listener = listener;
        Instant now = ticker.wall();
        long nanos = ticker.nanos();
        this.lastNews = nanos;
        peers.forEach(peer -> reports.put(peer, new PeerReport(peer, new NotAsked(), nanos, now, nanos)));
    }

    /** Returns the peers, each once, in the order of the configuration. */
    public List<Peer> peers() {
        return peers;
    }

    /** Takes what came of a question to {@code peer}. Called by that peer's loop alone. */
    void post(Peer peer, PeerContact contact) {
        PeerReport before = report(peer);
        long nanos = ticker.nanos();
        boolean turned = contact.getClass() != before.contact().getClass();
        PeerReport after = new PeerReport(
                peer, contact, nanos, turned ? ticker.wall() : before.since(), turned ? nanos : before.sinceNanos());
        reports.put(peer, after);
        if (turned) {
            listener.turned(before, after, Duration.ofNanos(nanos - before.sinceNanos()));
        }
        if (turned || bearsOnHolders(before.contact(), contact)) {
            lastNews = nanos;
            judge();
        }
    }

    /** Judges again who holds each VIP. Also called on a timer, since graces end and answers grow old by themselves. */
    public void judge() {
        judging.lock();
        try {
            Holders before = settled;
            Holders after = view().holders();
            settled = after;
            if (!after.saysSameAs(before)) {
                lastNews = ticker.nanos();
            }
            after.holdings().forEach(this::say);
            after.findings().stream()
                    .filter(finding -> before.findings().stream().noneMatch(finding::isSameAs))
                    .forEach(listener::found);
            before.findings().stream()
                    .filter(finding -> after.findings().stream().noneMatch(finding::isSameAs))
                    .forEach(listener::cleared);
        } finally {
            judging.unlock();
        }
    }

    /** Returns what is known at this moment. */
    public PeerView view() {
        List<PeerReport> current = peers.stream().map(this::report).toList();
        List<VipPresence> presences = own.get();
        Holders before = settled;
        // Read last, so that nothing is younger than this moment.
        long now = ticker.nanos();
        return new PeerView(now, current, Holders.judge(rule, presences, current, before, now), rule.freshness());
    }

    /**
     * Returns whether every peer answers, nothing is odd about any, each VIP has one holder, and it has had it for
     * {@link #CALM_DELAY}.
     */
    boolean isCalm() {
        return ticker.nanos() - lastNews >= CALM_DELAY.toNanos()
                && settled.findings().isEmpty()
                && settled.holdings().stream().allMatch(holding -> holding.word() == HolderState.ONE)
                && reports.values().stream().allMatch(report -> report.contact() instanceof Reached);
    }

    private void say(HolderReport holding) {
        Optional<HolderReport> last = Optional.ofNullable(said.get(holding.vip()));
        boolean news = last.isPresent() ? !last.get().saysSameAs(holding) : holding.word() != HolderState.UNKNOWN;
        if (holding.word() != HolderState.MOVING && news) {
            said.put(holding.vip(), holding);
            listener.held(last, holding);
        }
    }

    /** With many peers, to judge at each answer would be work that grows with their square. */
    private static boolean bearsOnHolders(PeerContact before, PeerContact after) {
        return before instanceof Reached was
                && after instanceof Reached is
                && !(was.status().node().equals(is.status().node())
                        && was.status().vips().equals(is.status().vips()));
    }

    private PeerReport report(Peer peer) {
        PeerReport report = reports.get(peer);
        if (report == null) {
            throw new IllegalArgumentException("no peer " + peer.label());
        }
        return report;
    }
}
