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
import io.vipagent.verdict.Decision;
import io.vipagent.verdict.Decision.Denied;
import io.vipagent.verdict.Decision.Granted;
import io.vipagent.verdict.Streak;
import io.vipagent.verdict.Verdict;
import io.vipagent.verdict.Verdict.Down;
import io.vipagent.verdict.Verdict.Up;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
