package io.vipagent.core.status;

import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Freshness;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.ProbeHistory;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.Tallies;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.health.Verdict;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import io.vipagent.core.vip.ClockOffset;
import io.vipagent.core.vip.HolderReport;
import io.vipagent.core.vip.HolderReport.HolderState;
import io.vipagent.core.vip.Holders;
import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.core.vip.PeerFinding.PeerProblem;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerStatus;
import io.vipagent.core.vip.PeerView;
import io.vipagent.core.vip.Since;
import io.vipagent.core.vip.VipFinding;
import io.vipagent.core.vip.VipInconsistency;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpInstanceState;
import io.vipagent.core.vip.VrrpState;
import io.vipagent.core.vip.VrrpView;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What there is to show, in every variety. */
final class HealthSnapshots {
    private static final long NOW = Duration.ofHours(2).toNanos();
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05.678Z");

    private HealthSnapshots() {}

    /** Up, down, stale and starting targets; the node may hold the VIP. */
    static HealthSnapshot mixed() {
        Outcome failed = new Failed(
                Reason.SERVER_ERROR,
                "status 500: [-]etcd failed",
                Outcome.Proof.ANSWER,
                Phases.of(Map.of(Phase.RESOLVE, 1_000L, Phase.CONNECT, 300_000L, Phase.TOTAL, 1_250_000_000L)),
                Optional.of(Outcomes.CERTIFICATE));
        Outcome stale = Outcomes.passed();
        return new HealthSnapshot(
                NOW,
                List.of(
                        snapshot(
                                "local",
                                TargetRole.LOCAL,
                                new Up(Tallies.passes(120)),
                                Outcomes.measured(),
                                250,
                                61_000),
                        snapshot(
                                "a-name-of-length",
                                TargetRole.BACKEND,
                                new Down(
                                        Tallies.failures(7),
                                        Reason.SERVER_ERROR,
                                        "status 500: [-]etcd failed",
                                        Outcome.Proof.ANSWER),
                                failed,
                                500,
                                3_500),
                        snapshot("haproxy", TargetRole.FRONTEND, new Up(Tallies.failures(1)), stale, 60_000, 3_600_000),
                        new TargetSnapshot(
                                Targets.of("vip", TargetRole.VIP),
                                Verdict.unknown(),
                                Optional.empty(),
                                Optional.empty(),
                                NOW - Duration.ofMillis(10).toNanos(),
                                SINCE,
                                NOW - Duration.ofMillis(10).toNanos(),
                                ProbeHistory.NONE)),
                Optional.empty(),
                new Granted());
    }

    /** {@code view} on cp1, where no VIP is watched. */
    static AgentStatus plain(HealthSnapshot view) {
        return plain("cp1", "1.2.3", view);
    }

    /** The same on any node. */
    static AgentStatus plain(String node, String version, HealthSnapshot view) {
        VrrpView silent = new VrrpView(List.of(), new Since<>(false, 0));
        return new AgentStatus(
                node,
                version,
                SINCE,
                view,
                new VipStatus(List.of(), List.of(), silent, KeepalivedState.UNKNOWN, List.of(), Optional.empty()));
    }

    /** A drained node with everything that can be said of VIPs. */
    static AgentStatus vips() {
        InetAddress held = InetAddress.ofLiteral("192.0.2.100");
        InetAddress away = InetAddress.ofLiteral("2001:db8::100");
        Peer up = new Peer(URI.create("http://192.0.2.12:9706"), Optional.empty());
        Peer down = new Peer(URI.create("http://192.0.2.13:9706"), Optional.empty());
        PeerContact reached = new Reached(
                new PeerStatus("cp2", Optional.of(SINCE), Map.of(held, true, away, false), true),
                Optional.of(new ClockOffset(Duration.ofMillis(1500), Duration.ofMillis(1))));
        PeerContact refused = new Unreached(Reason.CONNECT_REFUSED, "nobody listens there");
        VrrpInstanceState master = new VrrpInstanceState(
                "VI_1", VrrpState.MASTER, SINCE, NOW - Duration.ofMinutes(3).toNanos(), OptionalInt.of(150), 4);
        return new AgentStatus(
                "cp1",
                "1.2.3",
                SINCE,
                drained(),
                new VipStatus(
                        List.of(held, away),
                        List.of(
                                new VipPresence(held, Optional.of("eth0"), true),
                                new VipPresence(away, Optional.empty(), false)),
                        new VrrpView(List.of(master), new Since<>(true, 0)),
                        KeepalivedState.ALIVE,
                        List.of(
                                new VipFinding(
                                        held,
                                        VipInconsistency.ADDRESS_DESPITE_DENIAL,
                                        "192.0.2.100 is on eth0, though denied"),
                                new VipFinding(away, VipInconsistency.CONSISTENT, "2001:db8::100 is not on this node")),
                        Optional.of(new PeerView(
                                NOW,
                                List.of(
                                        new PeerReport(up, reached, NOW, SINCE, NOW),
                                        new PeerReport(down, refused, NOW, SINCE, NOW)),
                                new Holders(
                                        List.of(new HolderReport(
                                                held,
                                                HolderState.SEVERAL,
                                                List.of("cp1", "cp2"),
                                                List.of("http://192.0.2.13:9706"),
                                                HolderState.SEVERAL,
                                                0)),
                                        List.of(new io.vipagent.core.vip.PeerFinding(
                                                PeerProblem.CLOCK,
                                                "http://192.0.2.12:9706",
                                                "the clock of cp2 is ahead"))),
                                new Freshness(Duration.ofSeconds(4))))));
    }

    /** One target that is well on a node that is drained. */
    static HealthSnapshot drained() {
        Decision denied = new Denied(Reason.MAINTENANCE, "new \"kernel\"");
        return new HealthSnapshot(
                NOW,
                List.of(snapshot("local", TargetRole.LOCAL, new Up(Tallies.passes(2)), Outcomes.passed(), 0, 1_000)),
                Optional.of("new \"kernel\""),
                denied);
    }

    private static TargetSnapshot snapshot(
            String name, TargetRole role, Verdict verdict, Outcome last, long millisAgo, long millisInState) {
        return new TargetSnapshot(
                Targets.of(name, role),
                verdict,
                Optional.of(last),
                last.certificate(),
                NOW - Duration.ofMillis(millisAgo).toNanos(),
                SINCE,
                NOW - Duration.ofMillis(millisInState).toNanos(),
                ProbeHistory.NONE);
    }
}
