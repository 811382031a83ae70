package io.vipagent.status;

import io.vipagent.check.Outcome;
import io.vipagent.check.Outcome.Failed;
import io.vipagent.check.Outcomes;
import io.vipagent.check.Phase;
import io.vipagent.check.Phases;
import io.vipagent.check.Reason;
import io.vipagent.check.Role;
import io.vipagent.check.Targets;
import io.vipagent.monitor.Snapshot;
import io.vipagent.monitor.View;
import io.vipagent.peers.ClockOffset;
import io.vipagent.peers.Contact;
import io.vipagent.peers.Contact.Reached;
import io.vipagent.peers.Contact.Unreached;
import io.vipagent.peers.Finding.Kind;
import io.vipagent.peers.Holders;
import io.vipagent.peers.Holding;
import io.vipagent.peers.Holding.Word;
import io.vipagent.peers.Peer;
import io.vipagent.peers.PeerReport;
import io.vipagent.peers.PeerStatus;
import io.vipagent.peers.PeerView;
import io.vipagent.verdict.Decision;
import io.vipagent.verdict.Decision.Denied;
import io.vipagent.verdict.Decision.Granted;
import io.vipagent.verdict.Freshness;
import io.vipagent.verdict.Streak;
import io.vipagent.verdict.Verdict;
import io.vipagent.verdict.Verdict.Down;
import io.vipagent.verdict.Verdict.Up;
import io.vipagent.vip.Finding;
import io.vipagent.vip.KeepalivedCondition;
import io.vipagent.vip.Sighting;
import io.vipagent.vip.Since;
import io.vipagent.vip.VipFinding;
import io.vipagent.vip.VrrpInstance;
import io.vipagent.vip.VrrpState;
import io.vipagent.vip.VrrpView;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What there is to show, in every variety. */
final class Views {
    private static final long NOW = Duration.ofHours(2).toNanos();
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05.678Z");

    private Views() {}

    /** Up, down, stale and starting targets; the node may hold the VIP. */
    static View mixed() {
        Outcome failed = new Failed(
                Reason.SERVER_ERROR,
                "status 500: [-]etcd failed",
                Phases.of(Map.of(Phase.RESOLVE, 1_000L, Phase.CONNECT, 300_000L, Phase.TOTAL, 1_250_000_000L)),
                Optional.of(Outcomes.CERTIFICATE));
        Outcome stale = Outcomes.passed();
        return new View(
                NOW,
                List.of(
                        snapshot("local", Role.LOCAL, new Up(new Streak(true, 120)), Outcomes.measured(), 250, 61_000),
                        snapshot(
                                "a-name-of-length",
                                Role.BACKEND,
                                new Down(new Streak(false, 7), Reason.SERVER_ERROR, "status 500: [-]etcd failed"),
                                failed,
                                500,
                                3_500),
                        snapshot("haproxy", Role.FRONTEND, new Up(new Streak(false, 1)), stale, 60_000, 3_600_000),
                        new Snapshot(
                                Targets.of("vip", Role.VIP),
                                Verdict.unknown(),
                                Optional.empty(),
                                Optional.empty(),
                                NOW - Duration.ofMillis(10).toNanos(),
                                SINCE,
                                NOW - Duration.ofMillis(10).toNanos())),
                Optional.empty(),
                new Granted());
    }

    /** {@code view} on cp1, where no VIP is watched. */
    static Report plain(View view) {
        return plain("cp1", "1.2.3", view);
    }

    /** The same on any node. */
    static Report plain(String node, String version, View view) {
        VrrpView silent = new VrrpView(List.of(), new Since<>(false, 0), 0);
        return new Report(
                node,
                version,
                SINCE,
                view,
                new VipReport(List.of(), List.of(), silent, KeepalivedCondition.UNKNOWN, List.of(), Optional.empty()));
    }

    /** A drained node with everything that can be said of VIPs. */
    static Report vips() {
        InetAddress held = InetAddress.ofLiteral("192.0.2.100");
        InetAddress away = InetAddress.ofLiteral("2001:db8::100");
        Peer up = new Peer(URI.create("http://192.0.2.12:9706"), Optional.empty());
        Peer down = new Peer(URI.create("http://192.0.2.13:9706"), Optional.empty());
        Contact reached = new Reached(
                new PeerStatus("cp2", Optional.of(SINCE), Map.of(held, true, away, false), true),
                Optional.of(new ClockOffset(Duration.ofMillis(1500), Duration.ofMillis(1))));
        Contact refused = new Unreached(Reason.CONNECT_REFUSED, "nobody listens there");
        VrrpInstance master = new VrrpInstance(
                "VI_1", VrrpState.MASTER, SINCE, NOW - Duration.ofMinutes(3).toNanos(), OptionalInt.of(150), 4);
        return new Report(
                "cp1",
                "1.2.3",
                SINCE,
                drained(),
                new VipReport(
                        List.of(held, away),
                        List.of(
                                new Sighting(held, Optional.of("eth0"), true),
                                new Sighting(away, Optional.empty(), false)),
                        new VrrpView(List.of(master), new Since<>(true, 0), 0),
                        KeepalivedCondition.ALIVE,
                        List.of(
                                new VipFinding(
                                        held, Finding.ADDRESS_DESPITE_DENIAL, "192.0.2.100 is on eth0, though denied"),
                                new VipFinding(away, Finding.CONSISTENT, "2001:db8::100 is not on this node")),
                        Optional.of(new PeerView(
                                NOW,
                                List.of(
                                        new PeerReport(up, reached, NOW, SINCE, NOW),
                                        new PeerReport(down, refused, NOW, SINCE, NOW)),
                                new Holders(
                                        List.of(new Holding(
                                                held,
                                                Word.SEVERAL,
                                                List.of("cp1", "cp2"),
                                                List.of("http://192.0.2.13:9706"),
                                                Word.SEVERAL,
                                                0)),
                                        List.of(new io.vipagent.peers.Finding(
                                                Kind.CLOCK, "http://192.0.2.12:9706", "the clock of cp2 is ahead"))),
                                new Freshness(Duration.ofSeconds(4))))));
    }

    /** One target that is well on a node that is drained. */
    static View drained() {
        Decision denied = new Denied(Reason.MAINTENANCE, "new \"kernel\"");
        return new View(
                NOW,
                List.of(snapshot("local", Role.LOCAL, new Up(new Streak(true, 2)), Outcomes.passed(), 0, 1_000)),
                Optional.of("new \"kernel\""),
                denied);
    }

    private static Snapshot snapshot(
            String name, Role role, Verdict verdict, Outcome last, long millisAgo, long millisInState) {
        return new Snapshot(
                Targets.of(name, role),
                verdict,
                Optional.of(last),
                last.certificate(),
                NOW - Duration.ofMillis(millisAgo).toNanos(),
                SINCE,
                NOW - Duration.ofMillis(millisInState).toNanos());
    }
}
