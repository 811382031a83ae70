package io.vipagent.tools.rehearse;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.agent.peers.PeerClient;
import io.vipagent.core.health.Losses;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.status.PeerStatusReader;
import io.vipagent.core.status.UnreadableStatus;
import io.vipagent.core.target.Endpoint;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact.NotAsked;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.core.vip.PeerStatus;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A takeover on purpose: this node, which holds the VIP, is drained for a time and taken back, and a client asks
 * through the VIP all the while. The drain ends by itself: whatever happens to this process, the node comes back.
 */
public final class Rehearsal {
    /** Before the drain, to know that the client is served at all. */
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(1);

    /** After the takeover, to see that clients are served again. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    /** How long the way back may take; with {@code nopreempt} there is none. */
    private static final Duration BACK_TIMEOUT = Duration.ofSeconds(20);

    private final Path socket;
    private final List<InetAddress> vips;
    private final List<Peer> peers;
    private final Endpoint endpoint;
    private final ExpectedResponse expected;
    private final PeerClient client;
    private final Ticker ticker;

    /** {@code endpoint} is asked through the VIP. */
    public Rehearsal(
            Path socket,
            List<InetAddress> vips,
            List<Peer> peers,
            Endpoint endpoint,
            ExpectedResponse expected,
            PeerClient client,
            Ticker ticker) {
        this.socket = socket;
        this.vips = List.copyOf(vips);
        this.peers = List.copyOf(peers);
        this.endpoint = endpoint;
        this.expected = expected;
        this.client = client;
        this.ticker = ticker;
    }

    /**
     * What came of it.
     *
     * @param successor who took over, if anybody did in time
     * @param takeover from the drain to the VIP on the successor
     * @param back from the end of the drain to the VIP on this node; empty where it stayed
     */
    public record RehearsalResult(
            String node, Optional<String> successor, Duration takeover, Optional<Duration> back, Losses losses) {
        /** Returns the same in one line, for the history. */
        public String line() {
            return successor
                            .map(name ->
                                    name + " took over from " + node + " " + seconds(takeover) + " after the drain; "
                                            + back.map(after -> node + " had it back after " + seconds(after))
                                                    .orElse("it stayed there"))
                            .orElse("nobody took over from " + node + " within " + seconds(takeover))
                    + "; clients: " + losses.lost() + " of " + losses.asked() + " lost, longest gap "
                    + seconds(losses.gap());
        }
    }

    /** Returns what speaks against a rehearsal now; nothing has been changed. */
    public List<String> obstacles() {
        List<String> problems = new ArrayList<>();
        Reply reply = ask(new Request.Status(Request.Format.JSON));
        Optional<PeerStatus> own = own(reply);
        if (own.isEmpty()) {
            problems.add("this node's agent: " + reply.text());
            return problems;
        }
        if (!own.get().mayHoldVip()) {
            problems.add("this node may not hold the VIP: " + reply.text()
                    + (reply.text().startsWith("MAINTENANCE") ? "; vip-agent resume ends a drain" : ""));
        }
        List<PeerStatus> others = new ArrayList<>();
        for (Peer peer : peers) {
            switch (client.ask(peer, ASK_TIMEOUT)) {
                case Reached reached -> others.add(reached.status());
                case Unreached unreached ->
                    problems.add(peer.label() + " does not answer: " + unreached.reason() + " " + unreached.detail());
                case NotAsked none -> problems.add(peer.label() + " was not asked");
            }
        }
        others.stream()
                .filter(other -> !other.mayHoldVip())
                .forEach(other -> problems.add(other.node() + " may not hold the VIP"));
        if (!holds(own.get())) {
            problems.add("this node does not hold " + vips.getFirst().getHostAddress() + ", "
                    + others.stream()
                            .filter(this::holds)
                            .map(PeerStatus::node)
                            .findFirst()
                            .map(name -> name + " does: run it there")
                            .orElse("and nobody says that it does"));
        }
        return problems;
    }

    /**
     * Does it; takes some seconds, and at most {@code length} and the way back.
     *
     * @param length after which the drain ends by itself
     * @throws NotRehearsed where the client is not served before anything was done, or the agent does not drain
     */
    public RehearsalResult run(Duration length) throws InterruptedException, NotRehearsed {
        String node =
                own(ask(new Request.Status(Request.Format.JSON))).orElseThrow().node();
        try (VipClient asking = VipClient.start(endpoint, expected, ticker)) {
            sleep(WARM_UP);
            Losses before = asking.losses();
            if (before.lost() > 0 || before.asked() == 0) {
                throw new NotRehearsed("nothing was done: " + before.lost() + " of " + before.asked() + " requests to "
                        + endpoint.url() + " failed before the drain");
            }
            long drained = ticker.nanos();
            Reply reply = ask(new Request.DrainFor(length, "rehearsal of a takeover"));
            if (!reply.isOk()) {
                throw new NotRehearsed("the agent does not drain: " + reply.text());
            }
            Optional<String> successor = Optional.empty();
            Duration takeover;
            Optional<Duration> back = Optional.empty();
            try {
                successor = awaitSuccessor(drained + length.toNanos() * 3 / 4);
                takeover = Duration.ofNanos(ticker.nanos() - drained);
                if (successor.isPresent()) {
                    sleep(SETTLE);
                }
            } finally {
                // Where this is not heard, the drain ends by itself.
                ask(new Request.Resume());
            }
            long resumed = ticker.nanos();
            if (successor.isPresent()) {
                back = awaitBack(resumed);
                sleep(SETTLE);
            }
            asking.close();
            RehearsalResult result = new RehearsalResult(node, successor, takeover, back, asking.losses());
            ask(new Request.Rehearsed(result.line()));
            return result;
        }
    }

    private Optional<String> awaitSuccessor(long until) throws InterruptedException {
        while (ticker.nanos() - until < 0) {
            for (Peer peer : peers) {
                if (client.ask(peer, ASK_TIMEOUT) instanceof Reached reached && holds(reached.status())) {
                    return Optional.of(reached.status().node());
                }
            }
            sleep(POLL_INTERVAL);
        }
        return Optional.empty();
    }

    private Optional<Duration> awaitBack(long resumed) throws InterruptedException {
        while (ticker.nanos() - resumed < BACK_TIMEOUT.toNanos()) {
            if (own(ask(new Request.Status(Request.Format.JSON)))
                    .filter(this::holds)
                    .isPresent()) {
                return Optional.of(Duration.ofNanos(ticker.nanos() - resumed));
            }
            sleep(POLL_INTERVAL);
        }
        return Optional.empty();
    }

    private boolean holds(PeerStatus status) {
        return Boolean.TRUE.equals(status.vips().get(vips.getFirst()));
    }

    private Reply ask(Request request) {
        return ControlClient.replyOf(socket, request, Deadline.in(ticker, ASK_TIMEOUT));
    }

    private static Optional<PeerStatus> own(Reply reply) {
        try (PeerStatusReader reader = new PeerStatusReader()) {
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            reader.take(body, 0, body.length);
            return Optional.of(reader.end());
        } catch (UnreadableStatus e) {
            return Optional.empty();
        }
    }

    private void sleep(Duration length) throws InterruptedException {
        ticker.sleepUntil(ticker.nanos() + length.toNanos());
    }

    /** Returns the length in seconds, such as 0.21 s. */
    public static String seconds(Duration length) {
        return String.format(Locale.ROOT, "%.2f s", length.toNanos() / 1e9);
    }

    /** The rehearsal was not begun; the message says why. */
    public static final class NotRehearsed extends Exception {
        private static final long serialVersionUID = 1;

        NotRehearsed(String message) {
            super(message);
        }
    }
}
