package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.MAINTENANCE;
import static io.vipagent.core.health.Reason.STALE;
import static io.vipagent.core.health.Reason.STARTING;
import static io.vipagent.core.target.TargetRole.BACKEND;
import static io.vipagent.core.target.TargetRole.FRONTEND;
import static io.vipagent.core.target.TargetRole.LOCAL;
import static io.vipagent.core.target.TargetRole.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Decision.Bootstrapping;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.target.TargetRole;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From standings to the decision, in the cases that people ask about; {@link DecisionRuleOracleTest} has all of them.
 */
class DecisionRuleTest {
    private static final Decision REFUSED = new Denied(CONNECT_REFUSED, "local: nobody listens there");

    @Test
    void grantsWhatThePolicyAsksAndDeniesTheRest() {
        List<TargetHealth> onlyLocal = List.of(TargetHealths.UP.as(LOCAL), TargetHealths.DOWN.as(FRONTEND));
        assertThat(decide(Policy.LOCAL, onlyLocal)).isEqualTo(new Granted());
        assertThat(decide(Policy.FRONTEND, onlyLocal))
                .isEqualTo(new Denied(CONNECT_REFUSED, "frontend: nobody listens there"));
        assertThat(decide(Policy.BOTH, onlyLocal))
                .isEqualTo(new Denied(CONNECT_REFUSED, "frontend: nobody listens there"));

        List<TargetHealth> onlyFrontend = List.of(TargetHealths.DOWN.as(LOCAL), TargetHealths.UP.as(FRONTEND));
        assertThat(decide(Policy.LOCAL, onlyFrontend)).isEqualTo(REFUSED);
        assertThat(decide(Policy.FRONTEND, onlyFrontend)).isEqualTo(new Granted());
        assertThat(decide(Policy.BOTH, onlyFrontend)).isEqualTo(REFUSED);
    }

    @Test
    void asksNeitherBackendsNorTheVip() {
        List<TargetHealth> healths =
                List.of(TargetHealths.DOWN.as(VIP), TargetHealths.DOWN.as(BACKEND), TargetHealths.UP.as(LOCAL));
        assertThat(decide(Policy.LOCAL, healths)).isEqualTo(new Granted());
    }

    @Test
    void givesTheReasonOfTheFirstBadTarget() {
        List<TargetHealth> healths = List.of(
                TargetHealths.UP.as("a", LOCAL),
                TargetHealths.STALE_UP.as("b", LOCAL),
                TargetHealths.DOWN.as("c", LOCAL));
        assertThat(decide(Policy.LOCAL, healths)).isEqualTo(new Denied(STALE, "b: no outcome in time"));
    }

    @Test
    void deniesWhereNobodyIsAsked() {
        Decision nobody = new Denied(STARTING, "no target that the policy asks");
        assertThat(decide(Policy.FRONTEND, List.of(TargetHealths.UP.as(LOCAL)))).isEqualTo(nobody);
        assertThat(decide(Policy.LOCAL, List.of())).isEqualTo(nobody);
    }

    @ParameterizedTest
    @EnumSource
    void letsMaintenanceOverrideAll(Policy policy) {
        DecisionRule rule = new DecisionRule(policy, true);
        Decision drained = new Denied(MAINTENANCE, "new kernel");
        for (TargetHealths local : TargetHealths.values()) {
            for (Decision before : List.of(Decision.undecided(), new Granted(), held(), drained)) {
                List<TargetHealth> healths =
                        List.of(local.as(LOCAL), TargetHealths.UP.as(FRONTEND), TargetHealths.DOWN.as(BACKEND));
                assertThat(rule.decide(healths, Optional.of("new kernel"), true, before, TargetHealths.NOW))
                        .isEqualTo(drained);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void grantsABootstrapUntilSomethingServes(Policy policy) {
        DecisionRule rule = new DecisionRule(policy, true);
        for (TargetHealths stands : TargetHealths.values()) {
            List<TargetHealth> healths = List.of(stands.as(LOCAL), stands.as(FRONTEND));
            Decision plain = rule.decide(healths, Optional.empty(), false, Decision.undecided(), TargetHealths.NOW);
            assertThat(rule.decide(healths, Optional.empty(), true, Decision.undecided(), TargetHealths.NOW))
                    .isEqualTo(
                            plain instanceof Denied(Reason reason, String detail)
                                    ? new Bootstrapping(reason, detail)
                                    : plain);
        }
        assertThat(rule.decide(List.of(), Optional.empty(), true, Decision.undecided(), TargetHealths.NOW))
                .isEqualTo(new Denied(STARTING, "no target that the policy asks"));
    }

    @Test
    void holdsWhileEveryKnownApiserverFails() {
        List<TargetHealth> allDown = List.of(
                TargetHealths.DOWN.as(LOCAL), TargetHealths.DOWN.as("b", BACKEND), TargetHealths.DOWN.as("c", BACKEND));
        assertThat(hold(allDown, new Granted())).isEqualTo(held());
        assertThat(hold(allDown, held())).isEqualTo(held());
    }

    @Test
    void holdsOnlyWhatItHad() {
        List<TargetHealth> allDown = List.of(TargetHealths.DOWN.as(LOCAL), TargetHealths.DOWN.as(BACKEND));
        assertThat(hold(allDown, Decision.undecided())).isEqualTo(REFUSED);
        assertThat(hold(allDown, REFUSED)).isEqualTo(REFUSED);
    }

    @Test
    void neverHoldsWithoutBackends() {
        assertThat(hold(List.of(TargetHealths.DOWN.as(LOCAL)), new Granted())).isEqualTo(REFUSED);
        assertThat(hold(List.of(TargetHealths.DOWN.as(LOCAL), TargetHealths.DOWN.as(VIP)), new Granted()))
                .isEqualTo(REFUSED);
    }

    @Test
    void doesNotHoldWhereItIsToldNotTo() {
        List<TargetHealth> allDown = List.of(TargetHealths.DOWN.as(LOCAL), TargetHealths.DOWN.as(BACKEND));
        assertThat(new DecisionRule(Policy.LOCAL, false)
                        .decide(allDown, Optional.empty(), false, new Granted(), TargetHealths.NOW))
                .isEqualTo(REFUSED);
    }

    /** When etcd goes, this node's own apiserver may be proven down a moment before the others are. */
    @Test
    void takesABackendsNewestFailureForEnough() {
        List<TargetHealth> healths = List.of(TargetHealths.DOWN.as(LOCAL), TargetHealths.UP_FAILING.as(BACKEND));
        assertThat(hold(healths, new Granted())).isEqualTo(held());
    }

    /** When etcd comes back, one probe passes before the second proves it: to let go then would be for nothing. */
    @Test
    void holdsOnWhileTheApiserversRecover() {
        assertThat(hold(List.of(TargetHealths.DOWN_RECOVERING.as(LOCAL), TargetHealths.DOWN.as(BACKEND)), held()))
                .isEqualTo(held());
        assertThat(hold(List.of(TargetHealths.DOWN.as(LOCAL), TargetHealths.DOWN_RECOVERING.as(BACKEND)), held()))
                .isEqualTo(held());
    }

    @Test
    void letsGoOnceABackendServes() {
        List<TargetHealth> oneServes = List.of(
                TargetHealths.DOWN.as(LOCAL), TargetHealths.DOWN.as("b", BACKEND), TargetHealths.UP.as("c", BACKEND));
        assertThat(hold(oneServes, held())).isEqualTo(REFUSED);
    }

    /** To release the VIP takes the knowledge that another is better, not the hope. */
    @Test
    void holdsWhereNoBackendIsKnownToBeBetter() {
        assertThat(hold(List.of(TargetHealths.DOWN.as(LOCAL), TargetHealths.STALE_DOWN.as(BACKEND)), new Granted()))
                .isEqualTo(held());
    }

    /** An agent that was started again while all are down knows of its own apiserver first. */
    @Test
    void holdsWhatItHadUntilTheFirstVerdictOfABackend() {
        for (TargetHealths unknown : List.of(TargetHealths.NOT_PROBED, TargetHealths.STARTING_PASSING)) {
            List<TargetHealth> healths = List.of(TargetHealths.DOWN.as(LOCAL), unknown.as(BACKEND));
            assertThat(hold(healths, new Granted())).as(unknown.name()).isEqualTo(held());
            assertThat(hold(healths, REFUSED)).as(unknown.name()).isEqualTo(REFUSED);
            assertThat(decide(new DecisionRule(Policy.LOCAL, false), healths, new Granted()))
                    .as(unknown.name())
                    .isEqualTo(REFUSED);
        }
    }

    /** Where there is nothing to compare with, rise and fall decide alone. */
    @Test
    void letsGoWhereThereIsNoBackend() {
        assertThat(hold(List.of(TargetHealths.DOWN.as(LOCAL)), new Granted())).isEqualTo(REFUSED);
    }

    @Test
    void letsGoWhereItsOwnApiserverIsUnknown() {
        assertThat(hold(List.of(TargetHealths.STALE_DOWN.as(LOCAL), TargetHealths.DOWN.as(BACKEND)), new Granted()))
                .isEqualTo(new Denied(STALE, "local: no outcome in time"));
    }

    /** A haproxy that fails while its apiservers serve is this node's own fault: another node's may do better. */
    @Test
    void letsGoWhereTheFrontendAloneFails() {
        DecisionRule rule = new DecisionRule(Policy.FRONTEND, true);
        List<TargetHealth> localServes =
                List.of(TargetHealths.UP.as(LOCAL), TargetHealths.DOWN.as(FRONTEND), TargetHealths.DOWN.as(BACKEND));
        assertThat(rule.decide(localServes, Optional.empty(), false, new Granted(), TargetHealths.NOW))
                .isEqualTo(new Denied(CONNECT_REFUSED, "frontend: nobody listens there"));

        List<TargetHealth> allDown =
                List.of(TargetHealths.DOWN.as(LOCAL), TargetHealths.DOWN.as(FRONTEND), TargetHealths.DOWN.as(BACKEND));
        assertThat(rule.decide(allDown, Optional.empty(), false, new Granted(), TargetHealths.NOW))
                .isEqualTo(new Held(CONNECT_REFUSED, "frontend: nobody listens there"));
    }

    /** Whichever of the two comes first in the configuration. */
    @Test
    void letsGoWhereOneOfBothIsUnknown() {
        DecisionRule rule = new DecisionRule(Policy.BOTH, true);
        TargetHealth down = TargetHealths.DOWN.as(LOCAL);
        TargetHealth stale = TargetHealths.STALE_UP.as(FRONTEND);
        TargetHealth backend = TargetHealths.DOWN.as(BACKEND);
        assertThat(rule.decide(
                        List.of(down, stale, backend), Optional.empty(), false, new Granted(), TargetHealths.NOW))
                .isEqualTo(REFUSED);
        assertThat(rule.decide(
                        List.of(stale, down, backend), Optional.empty(), false, new Granted(), TargetHealths.NOW))
                .isEqualTo(new Denied(STALE, "frontend: no outcome in time"));
    }

    /**
     * One that answers late serves where nobody is known to be better, and so does one that was never heard to be late.
     */
    @Test
    void aSlowOneServesWhereNobodyIsKnownToBeBetter() {
        for (Decision before : List.of(Decision.undecided(), new Granted(), REFUSED)) {
            assertThat(hold(List.of(slow(true), TargetHealths.UP.as(BACKEND)), before))
                    .isEqualTo(new Granted());
            assertThat(hold(List.of(slow(true)), before)).isEqualTo(new Granted());
        }
    }

    /** What proved it slower is forgotten after a while; that another is up is known all the time. */
    @Test
    void oneThatWasGivenUpForBeingSlowIsNotTakenBackWhileItIsSlowAndAnotherIsNot() {
        Denied slower = new Denied(Reason.SLOW, "local: slow, answers late");
        assertThat(hold(List.of(slow(true), TargetHealths.UP.as(BACKEND)), slower))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.reason()).isEqualTo(Reason.SLOW));
        assertThat(hold(List.of(slow(true), slow(BACKEND, true)), slower)).isEqualTo(new Granted());
        assertThat(hold(List.of(slow(true), TargetHealths.DOWN.as(BACKEND)), slower))
                .isEqualTo(new Granted());
        assertThat(hold(List.of(TargetHealths.UP.as(LOCAL), TargetHealths.UP.as(BACKEND)), slower))
                .isEqualTo(new Granted());
    }

    @Test
    void aSlowOneThatDoesNotAnswerKeepsWhatItHadAndGetsNothingNew() {
        List<TargetHealth> alike = List.of(slow(false), TargetHealths.DOWN.as(BACKEND));
        assertThat(hold(alike, new Granted())).isEqualTo(new Granted());
        assertThat(hold(alike, held())).isEqualTo(new Granted());
        assertThat(hold(alike, REFUSED)).isEqualTo(silent());
        assertThat(hold(alike, new Bootstrapping(CONNECT_REFUSED, "local"))).isEqualTo(silent());
    }

    /** Where there is nothing to compare with, silence counts once the patience has ended: it is down then. */
    @Test
    void aSlowOneThatDoesNotAnswerKeepsWhatItHadWhereNothingIsKnownOfAnother() {
        for (List<TargetHealth> alone :
                List.of(List.of(slow(false)), List.of(slow(false), TargetHealths.NOT_PROBED.as(BACKEND)))) {
            assertThat(hold(alone, new Granted())).isEqualTo(new Granted());
            assertThat(hold(alone, REFUSED)).isEqualTo(silent());
        }
    }

    /** No other node's proxy is known to be quicker, and the load that makes this one late goes with the VIP. */
    @Test
    void whatIsLateThroughAProxyKeepsTheVipAndWhatIsSilentThereDoesNot() {
        long later = Comparison.SKEW.toNanos() + 1;
        ProbeHistory quick = ProbeHistory.NONE;
        ProbeHistory late = ProbeHistory.NONE;
        for (int i = 0; i < Comparison.PROOF_SAMPLES; i++) {
            quick = quick.next(Asked.full(later + i), Outcomes.passed(), later + i + 1, true);
            late = late.next(Asked.full(later + i), Outcomes.passed(), later + i + 1_000_000_000L, true);
        }
        TargetHealth local = well(LOCAL, quick);
        TargetHealth answers = new TargetHealth("f", FRONTEND, slow(true).verdict(), true, false, 0, late);
        ProbeHistory overdue = ProbeHistory.NONE.next(Asked.full(1), new Outcome.Overdue(Phases.NONE), 2, false);
        TargetHealth silent = new TargetHealth("f", FRONTEND, slow(false).verdict(), true, false, 0, overdue);
        DecisionRule rule = new DecisionRule(Policy.FRONTEND, true);
        assertThat(Comparison.anyBetter(List.of(local), answers, TargetHealths.NOW))
                .as("it is slower")
                .isTrue();
        assertThat(decide(rule, List.of(local, answers), new Granted())).isEqualTo(new Granted());
        assertThat(decide(rule, List.of(local, silent), new Granted()))
                .isEqualTo(new Denied(Reason.SLOW, "f: slow, no answer to 4 questions so far"));
    }

    private static TargetHealth well(TargetRole role, ProbeHistory history) {
        return new TargetHealth(role.label(), role, TargetHealths.UP.as(role).verdict(), true, false, 0, history);
    }

    @Test
    void aSlowOneLetsGoWhereAnotherIsBetter() {
        ProbeHistory quick = ProbeHistory.NONE;
        ProbeHistory late = ProbeHistory.NONE;
        for (int i = 0; i < Comparison.PROOF_SAMPLES; i++) {
            quick = quick.next(Asked.full(i), Outcomes.passed(), i + 1, true);
            late = late.next(Asked.full(i), Outcomes.passed(), i + 1_000_000_000L, true);
        }
        TargetHealth own = new TargetHealth("local", LOCAL, slow(true).verdict(), true, false, 0, late);
        TargetHealth up =
                new TargetHealth("local", LOCAL, TargetHealths.UP.as(LOCAL).verdict(), true, false, 0, late);
        TargetHealth better =
                new TargetHealth("b", BACKEND, TargetHealths.UP.as(BACKEND).verdict(), true, false, 0, quick);
        Denied slower = new Denied(Reason.SLOW, "local: slow, answers late");
        assertThat(hold(List.of(own, better), new Granted())).isEqualTo(slower);
        // It is not taken back for a few quick answers, and one that was never given up is not given up for them.
        assertThat(hold(List.of(up, better), slower)).isEqualTo(new Denied(Reason.SLOW, "local: slower than another"));
        assertThat(hold(List.of(up, better), REFUSED)).isEqualTo(new Granted());
        assertThat(hold(List.of(up, TargetHealths.DOWN.as(BACKEND)), slower)).isEqualTo(new Granted());
    }

    /** Nobody else could hold the VIP: releasing it helps nobody, unless nothing was ever proven. */
    @Test
    void aSingleNodeHoldsWhatIsKnownOrWasServed() {
        DecisionRule single = new DecisionRule(Policy.LOCAL, false, true);
        List<TargetHealth> down = List.of(TargetHealths.DOWN.as(LOCAL));
        List<TargetHealth> stale = List.of(TargetHealths.STALE_DOWN.as(LOCAL));
        assertThat(decide(single, down, new Granted())).isEqualTo(held());
        assertThat(decide(single, down, REFUSED)).isEqualTo(held());
        assertThat(decide(single, stale, held())).isEqualTo(new Held(STALE, "local: no outcome in time"));
        assertThat(decide(single, stale, REFUSED)).isEqualTo(new Denied(STALE, "local: no outcome in time"));
    }

    private static Decision decide(DecisionRule rule, List<TargetHealth> healths, Decision before) {
        return rule.decide(healths, Optional.empty(), false, before, TargetHealths.NOW);
    }

    private static Denied silent() {
        return new Denied(Reason.SLOW, "local: slow, no answer to 4 questions so far");
    }

    private static TargetHealth slow(boolean answering) {
        return slow(LOCAL, answering);
    }

    private static TargetHealth slow(TargetRole role, boolean answering) {
        return new TargetHealth(
                role.label(),
                role,
                new Verdict.Slow(new Tally(0, 0, 0, 4, 0, 4), answering),
                true,
                false,
                0,
                ProbeHistory.NONE);
    }

    private static Decision decide(Policy policy, List<TargetHealth> healths) {
        return new DecisionRule(policy, true)
                .decide(healths, Optional.empty(), false, Decision.undecided(), TargetHealths.NOW);
    }

    private static Decision hold(List<TargetHealth> healths, Decision before) {
        return new DecisionRule(Policy.LOCAL, true).decide(healths, Optional.empty(), false, before, TargetHealths.NOW);
    }

    private static Decision held() {
        return new Held(CONNECT_REFUSED, "local: nobody listens there");
    }
}
