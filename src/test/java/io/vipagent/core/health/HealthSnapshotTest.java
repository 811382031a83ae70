package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.MAINTENANCE;
import static io.vipagent.core.health.Reason.SERVER_ERROR;
import static io.vipagent.core.health.Reason.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Health.Healthy;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one output makes of everything that is known. */
class HealthSnapshotTest {
    private static final Verdict UP = new Up(Tallies.passes(2));
    private static final Verdict DOWN =
            new Down(Tallies.failures(3), CONNECT_REFUSED, "nobody listens there", Outcome.Proof.ANSWER);
    private static final Optional<String> DRAINED = Optional.of("new kernel");
    private static final Optional<String> IN_SERVICE = Optional.empty();
    private static final Decision GRANTED = new Granted();

    @Test
    void serviceIsThisNodesOwnApiserver() {
        assertThat(view(
                                GRANTED,
                                IN_SERVICE,
                                snapshot("a", TargetRole.LOCAL, UP),
                                snapshot("b", TargetRole.FRONTEND, DOWN))
                        .service())
                .isEqualTo(new Healthy("up"));
        assertThat(view(
                                GRANTED,
                                IN_SERVICE,
                                snapshot("b", TargetRole.FRONTEND, UP),
                                snapshot("a", TargetRole.LOCAL, DOWN))
                        .service())
                .isEqualTo(new Unhealthy(CONNECT_REFUSED, "a: nobody listens there"));
    }

    /** What all of them share may be why it fails, and nobody else was heard yet. */
    @Test
    void serviceIsNotKnownWhileAnAgentLooksAtTheOthersForTheFirstTime() {
        Verdict error = new Down(Tallies.failures(3), SERVER_ERROR, "status 500", Outcome.Proof.ANSWER);
        TargetSnapshot local = snapshot("a", TargetRole.LOCAL, error);
        TargetSnapshot starting = snapshot("b", TargetRole.BACKEND, Verdict.unknown());
        assertThat(view(GRANTED, IN_SERVICE, local, starting).service())
                .isEqualTo(new Unhealthy(STARTING, "SERVER_ERROR a: status 500; no other is known yet"));
        assertThat(view(GRANTED, IN_SERVICE, snapshot("a", TargetRole.LOCAL, DOWN), starting)
                        .service())
                .as("nobody shares a refusal")
                .isEqualTo(new Unhealthy(CONNECT_REFUSED, "a: nobody listens there"));
        assertThat(view(GRANTED, IN_SERVICE, local).service()).isEqualTo(new Unhealthy(SERVER_ERROR, "a: status 500"));
    }

    /** By each target's own patience, of which another one may have more. */
    @Test
    void looksForTheFirstTimeUntilSilenceIsProven() {
        TargetSnapshot starting = snapshot("a", TargetRole.BACKEND, Verdict.unknown());
        TargetSnapshot up = snapshot("b", TargetRole.LOCAL, UP);
        long end = starting.target().schedule().patience().plusSeconds(1).toNanos();
        assertThat(looks(end - 1, up, starting)).isTrue();
        assertThat(looks(end, up, starting)).isFalse();
        assertThat(looks(0, up)).isFalse();
    }

    private static boolean looks(long nanos, TargetSnapshot... snapshots) {
        return new HealthSnapshot(nanos, List.of(snapshots), IN_SERVICE, GRANTED).looksForTheFirstTime();
    }

    @Test
    void serviceNeedsEveryLocalTarget() {
        assertThat(view(GRANTED, IN_SERVICE, snapshot("a", TargetRole.LOCAL, UP), snapshot("b", TargetRole.LOCAL, DOWN))
                        .service())
                .isEqualTo(new Unhealthy(CONNECT_REFUSED, "b: nobody listens there"));
    }

    @Test
    void serviceIsTheDecisionWhereNoTargetIsLocal() {
        assertThat(view(GRANTED, IN_SERVICE, snapshot("a", TargetRole.FRONTEND, DOWN))
                        .service())
                .isEqualTo(GRANTED.answer());
        assertThat(view(new Denied(STARTING, "why"), IN_SERVICE, snapshot("a", TargetRole.BACKEND, UP))
                        .service())
                .isEqualTo(new Unhealthy(STARTING, "why"));
    }

    @Test
    void maintenanceTakesThisNodeOutOfServiceAndLeavesOthersIn() {
        HealthSnapshot drained = view(
                GRANTED,
                DRAINED,
                snapshot("a", TargetRole.LOCAL, UP),
                snapshot("b", TargetRole.BACKEND, UP),
                snapshot("f", TargetRole.FRONTEND, DOWN));
        assertThat(drained.service()).isEqualTo(new Unhealthy(MAINTENANCE, "new kernel"));
        assertThat(drained.target("a")).contains(new Unhealthy(MAINTENANCE, "new kernel"));
        assertThat(drained.target("b")).contains(new Healthy("b: up"));
        assertThat(drained.target("f")).contains(new Unhealthy(CONNECT_REFUSED, "f: nobody listens there"));
        assertThat(view(GRANTED, DRAINED, snapshot("f", TargetRole.FRONTEND, UP))
                        .service())
                .isEqualTo(new Unhealthy(MAINTENANCE, "new kernel"));
    }

    @Test
    void knowsTargetsByTheirNamesAlone() {
        HealthSnapshot view = view(GRANTED, IN_SERVICE, snapshot("a", TargetRole.LOCAL, UP));
        assertThat(view.target("a")).contains(new Healthy("a: up"));
        assertThat(view.target("A")).isEmpty();
        assertThat(view.target("")).isEmpty();
        assertThat(view(GRANTED, DRAINED, snapshot("a", TargetRole.LOCAL, UP)).target("b"))
                .isEmpty();
    }

    @Test
    void isSettledOnceEveryVerdictIsKnown() {
        assertThat(view(
                                GRANTED,
                                IN_SERVICE,
                                snapshot("a", TargetRole.LOCAL, UP),
                                snapshot("b", TargetRole.BACKEND, DOWN))
                        .settled())
                .isTrue();
        assertThat(view(
                                GRANTED,
                                IN_SERVICE,
                                snapshot("a", TargetRole.LOCAL, UP),
                                snapshot("b", TargetRole.BACKEND, Verdict.unknown()))
                        .settled())
                .isFalse();
    }

    private static HealthSnapshot view(Decision decision, Optional<String> maintenance, TargetSnapshot... snapshots) {
        return new HealthSnapshot(0, List.of(snapshots), maintenance, decision);
    }

    private static TargetSnapshot snapshot(String name, TargetRole role, Verdict verdict) {
        return new TargetSnapshot(
                Targets.of(name, role),
                verdict,
                Optional.empty(),
                Optional.empty(),
                0,
                Instant.EPOCH,
                0,
                ProbeHistory.NONE);
    }
}
