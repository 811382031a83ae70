package io.vipagent.monitor;

import static io.vipagent.check.Reason.CONNECT_REFUSED;
import static io.vipagent.check.Reason.MAINTENANCE;
import static io.vipagent.check.Reason.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Role;
import io.vipagent.check.Targets;
import io.vipagent.verdict.Answer.Healthy;
import io.vipagent.verdict.Answer.Unhealthy;
import io.vipagent.verdict.Decision;
import io.vipagent.verdict.Decision.Denied;
import io.vipagent.verdict.Decision.Granted;
import io.vipagent.verdict.Streak;
import io.vipagent.verdict.Verdict;
import io.vipagent.verdict.Verdict.Down;
import io.vipagent.verdict.Verdict.Up;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one output makes of everything that is known. */
class ViewTest {
    private static final Verdict UP = new Up(new Streak(true, 2));
    private static final Verdict DOWN = new Down(new Streak(false, 3), CONNECT_REFUSED, "nobody listens there");
    private static final Optional<String> DRAINED = Optional.of("new kernel");
    private static final Optional<String> IN_SERVICE = Optional.empty();
    private static final Decision GRANTED = new Granted();

    @Test
    void serviceIsThisNodesOwnApiserver() {
        assertThat(view(GRANTED, IN_SERVICE, snapshot("a", Role.LOCAL, UP), snapshot("b", Role.FRONTEND, DOWN))
                        .service())
                .isEqualTo(new Healthy("up"));
        assertThat(view(GRANTED, IN_SERVICE, snapshot("b", Role.FRONTEND, UP), snapshot("a", Role.LOCAL, DOWN))
                        .service())
                .isEqualTo(new Unhealthy(CONNECT_REFUSED, "a: nobody listens there"));
    }

    @Test
    void serviceNeedsEveryLocalTarget() {
        assertThat(view(GRANTED, IN_SERVICE, snapshot("a", Role.LOCAL, UP), snapshot("b", Role.LOCAL, DOWN))
                        .service())
                .isEqualTo(new Unhealthy(CONNECT_REFUSED, "b: nobody listens there"));
    }

    @Test
    void serviceIsTheDecisionWhereNoTargetIsLocal() {
        assertThat(view(GRANTED, IN_SERVICE, snapshot("a", Role.FRONTEND, DOWN)).service())
                .isEqualTo(GRANTED.answer());
        assertThat(view(new Denied(STARTING, "why"), IN_SERVICE, snapshot("a", Role.BACKEND, UP))
                        .service())
                .isEqualTo(new Unhealthy(STARTING, "why"));
    }

    @Test
    void maintenanceTakesThisNodeOutOfServiceAndLeavesOthersIn() {
        View drained = view(
                GRANTED,
                DRAINED,
                snapshot("a", Role.LOCAL, UP),
                snapshot("b", Role.BACKEND, UP),
                snapshot("f", Role.FRONTEND, DOWN));
        assertThat(drained.service()).isEqualTo(new Unhealthy(MAINTENANCE, "new kernel"));
        assertThat(drained.target("a")).contains(new Unhealthy(MAINTENANCE, "new kernel"));
        assertThat(drained.target("b")).contains(new Healthy("b: up"));
        assertThat(drained.target("f")).contains(new Unhealthy(CONNECT_REFUSED, "f: nobody listens there"));
        assertThat(view(GRANTED, DRAINED, snapshot("f", Role.FRONTEND, UP)).service())
                .isEqualTo(new Unhealthy(MAINTENANCE, "new kernel"));
    }

    @Test
    void knowsTargetsByTheirNamesAlone() {
        View view = view(GRANTED, IN_SERVICE, snapshot("a", Role.LOCAL, UP));
        assertThat(view.target("a")).contains(new Healthy("a: up"));
        assertThat(view.target("A")).isEmpty();
        assertThat(view.target("")).isEmpty();
        assertThat(view(GRANTED, DRAINED, snapshot("a", Role.LOCAL, UP)).target("b"))
                .isEmpty();
    }

    @Test
    void isSettledOnceEveryVerdictIsKnown() {
        assertThat(view(GRANTED, IN_SERVICE, snapshot("a", Role.LOCAL, UP), snapshot("b", Role.BACKEND, DOWN))
                        .settled())
                .isTrue();
        assertThat(view(
                                GRANTED,
                                IN_SERVICE,
                                snapshot("a", Role.LOCAL, UP),
                                snapshot("b", Role.BACKEND, Verdict.unknown()))
                        .settled())
                .isFalse();
    }

    private static View view(Decision decision, Optional<String> maintenance, Snapshot... snapshots) {
        return new View(0, List.of(snapshots), maintenance, decision);
    }

    private static Snapshot snapshot(String name, Role role, Verdict verdict) {
        return new Snapshot(Targets.of(name, role), verdict, Optional.empty(), Optional.empty(), 0, Instant.EPOCH, 0);
    }
}
