package io.vipagent.verdict;

import static io.vipagent.check.Reason.CONNECT_REFUSED;
import static io.vipagent.check.Reason.MAINTENANCE;
import static io.vipagent.check.Reason.STALE;
import static io.vipagent.check.Reason.STARTING;
import static io.vipagent.check.Role.BACKEND;
import static io.vipagent.check.Role.FRONTEND;
import static io.vipagent.check.Role.LOCAL;
import static io.vipagent.check.Role.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Reason;
import io.vipagent.verdict.Decision.Bootstrapping;
import io.vipagent.verdict.Decision.Denied;
import io.vipagent.verdict.Decision.Granted;
import io.vipagent.verdict.Decision.Held;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From standings to the decision, in the cases that people ask about; {@link RuleOracleTest} has all of them. */
class RuleTest {
    private static final Decision REFUSED = new Denied(CONNECT_REFUSED, "local: nobody listens there");

    @Test
    void grantsWhatThePolicyAsksAndDeniesTheRest() {
        List<Standing> onlyLocal = List.of(Stands.UP.as(LOCAL), Stands.DOWN.as(FRONTEND));
        assertThat(decide(Policy.LOCAL, onlyLocal)).isEqualTo(new Granted());
        assertThat(decide(Policy.FRONTEND, onlyLocal))
                .isEqualTo(new Denied(CONNECT_REFUSED, "frontend: nobody listens there"));
        assertThat(decide(Policy.BOTH, onlyLocal))
                .isEqualTo(new Denied(CONNECT_REFUSED, "frontend: nobody listens there"));

        List<Standing> onlyFrontend = List.of(Stands.DOWN.as(LOCAL), Stands.UP.as(FRONTEND));
        assertThat(decide(Policy.LOCAL, onlyFrontend)).isEqualTo(REFUSED);
        assertThat(decide(Policy.FRONTEND, onlyFrontend)).isEqualTo(new Granted());
        assertThat(decide(Policy.BOTH, onlyFrontend)).isEqualTo(REFUSED);
    }

    @Test
    void asksNeitherBackendsNorTheVip() {
        List<Standing> standings = List.of(Stands.DOWN.as(VIP), Stands.DOWN.as(BACKEND), Stands.UP.as(LOCAL));
        assertThat(decide(Policy.LOCAL, standings)).isEqualTo(new Granted());
    }

    @Test
    void givesTheReasonOfTheFirstBadTarget() {
        List<Standing> standings =
                List.of(Stands.UP.as("a", LOCAL), Stands.STALE_UP.as("b", LOCAL), Stands.DOWN.as("c", LOCAL));
        assertThat(decide(Policy.LOCAL, standings)).isEqualTo(new Denied(STALE, "b: no outcome in time"));
    }

    @Test
    void deniesWhereNobodyIsAsked() {
        Decision nobody = new Denied(STARTING, "no target that the policy asks");
        assertThat(decide(Policy.FRONTEND, List.of(Stands.UP.as(LOCAL)))).isEqualTo(nobody);
        assertThat(decide(Policy.LOCAL, List.of())).isEqualTo(nobody);
    }

    @ParameterizedTest
    @EnumSource
    void letsMaintenanceOverrideAll(Policy policy) {
        Rule rule = new Rule(policy, true);
        Decision drained = new Denied(MAINTENANCE, "new kernel");
        for (Stands local : Stands.values()) {
            for (Decision before : List.of(Decision.undecided(), new Granted(), held(), drained)) {
                List<Standing> standings = List.of(local.as(LOCAL), Stands.UP.as(FRONTEND), Stands.DOWN.as(BACKEND));
                assertThat(rule.decide(standings, Optional.of("new kernel"), true, before))
                        .isEqualTo(drained);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void grantsABootstrapUntilSomethingServes(Policy policy) {
        Rule rule = new Rule(policy, true);
        for (Stands stands : Stands.values()) {
            List<Standing> standings = List.of(stands.as(LOCAL), stands.as(FRONTEND));
            Decision plain = rule.decide(standings, Optional.empty(), false, Decision.undecided());
            assertThat(rule.decide(standings, Optional.empty(), true, Decision.undecided()))
                    .isEqualTo(
                            plain instanceof Denied(Reason reason, String detail)
                                    ? new Bootstrapping(reason, detail)
                                    : plain);
        }
        assertThat(rule.decide(List.of(), Optional.empty(), true, Decision.undecided()))
                .isEqualTo(new Denied(STARTING, "no target that the policy asks"));
    }

    @Test
    void holdsWhileEveryKnownApiserverFails() {
        List<Standing> allDown =
                List.of(Stands.DOWN.as(LOCAL), Stands.DOWN.as("b", BACKEND), Stands.DOWN.as("c", BACKEND));
        assertThat(hold(allDown, new Granted())).isEqualTo(held());
        assertThat(hold(allDown, held())).isEqualTo(held());
    }

    @Test
    void holdsOnlyWhatItHad() {
        List<Standing> allDown = List.of(Stands.DOWN.as(LOCAL), Stands.DOWN.as(BACKEND));
        assertThat(hold(allDown, Decision.undecided())).isEqualTo(REFUSED);
        assertThat(hold(allDown, REFUSED)).isEqualTo(REFUSED);
    }

    @Test
    void neverHoldsWithoutBackends() {
        assertThat(hold(List.of(Stands.DOWN.as(LOCAL)), new Granted())).isEqualTo(REFUSED);
        assertThat(hold(List.of(Stands.DOWN.as(LOCAL), Stands.DOWN.as(VIP)), new Granted()))
                .isEqualTo(REFUSED);
    }

    @Test
    void doesNotHoldWhereItIsToldNotTo() {
        List<Standing> allDown = List.of(Stands.DOWN.as(LOCAL), Stands.DOWN.as(BACKEND));
        assertThat(new Rule(Policy.LOCAL, false).decide(allDown, Optional.empty(), false, new Granted()))
                .isEqualTo(REFUSED);
    }

    /** When etcd goes, this node's own apiserver may be proven down a moment before the others are. */
    @Test
    void takesABackendsNewestFailureForEnough() {
        List<Standing> standings = List.of(Stands.DOWN.as(LOCAL), Stands.UP_FAILING.as(BACKEND));
        assertThat(hold(standings, new Granted())).isEqualTo(held());
    }

    /** When etcd comes back, one probe passes before the second proves it: to let go then would be for nothing. */
    @Test
    void holdsOnWhileTheApiserversRecover() {
        assertThat(hold(List.of(Stands.DOWN_RECOVERING.as(LOCAL), Stands.DOWN.as(BACKEND)), held()))
                .isEqualTo(held());
        assertThat(hold(List.of(Stands.DOWN.as(LOCAL), Stands.DOWN_RECOVERING.as(BACKEND)), held()))
                .isEqualTo(held());
    }

    @Test
    void letsGoOnceABackendServes() {
        List<Standing> oneServes =
                List.of(Stands.DOWN.as(LOCAL), Stands.DOWN.as("b", BACKEND), Stands.UP.as("c", BACKEND));
        assertThat(hold(oneServes, held())).isEqualTo(REFUSED);
    }

    /** Unknown is down, but it is no proof that moving cannot help. */
    @Test
    void letsGoWhereABackendIsUnknown() {
        for (Stands unknown : List.of(Stands.STALE_DOWN, Stands.NOT_PROBED, Stands.STARTING_PASSING)) {
            assertThat(hold(List.of(Stands.DOWN.as(LOCAL), unknown.as(BACKEND)), new Granted()))
                    .as(unknown.name())
                    .isEqualTo(REFUSED);
        }
    }

    @Test
    void letsGoWhereItsOwnApiserverIsUnknown() {
        assertThat(hold(List.of(Stands.STALE_DOWN.as(LOCAL), Stands.DOWN.as(BACKEND)), new Granted()))
                .isEqualTo(new Denied(STALE, "local: no outcome in time"));
    }

    /** A haproxy that fails while its apiservers serve is this node's own fault: another node's may do better. */
    @Test
    void letsGoWhereTheFrontendAloneFails() {
        Rule rule = new Rule(Policy.FRONTEND, true);
        List<Standing> localServes = List.of(Stands.UP.as(LOCAL), Stands.DOWN.as(FRONTEND), Stands.DOWN.as(BACKEND));
        assertThat(rule.decide(localServes, Optional.empty(), false, new Granted()))
                .isEqualTo(new Denied(CONNECT_REFUSED, "frontend: nobody listens there"));

        List<Standing> allDown = List.of(Stands.DOWN.as(LOCAL), Stands.DOWN.as(FRONTEND), Stands.DOWN.as(BACKEND));
        assertThat(rule.decide(allDown, Optional.empty(), false, new Granted()))
                .isEqualTo(new Held(CONNECT_REFUSED, "frontend: nobody listens there"));
    }

    /** Whichever of the two comes first in the configuration. */
    @Test
    void letsGoWhereOneOfBothIsUnknown() {
        Rule rule = new Rule(Policy.BOTH, true);
        Standing down = Stands.DOWN.as(LOCAL);
        Standing stale = Stands.STALE_UP.as(FRONTEND);
        Standing backend = Stands.DOWN.as(BACKEND);
        assertThat(rule.decide(List.of(down, stale, backend), Optional.empty(), false, new Granted()))
                .isEqualTo(REFUSED);
        assertThat(rule.decide(List.of(stale, down, backend), Optional.empty(), false, new Granted()))
                .isEqualTo(new Denied(STALE, "frontend: no outcome in time"));
    }

    private static Decision decide(Policy policy, List<Standing> standings) {
        return new Rule(policy, true).decide(standings, Optional.empty(), false, Decision.undecided());
    }

    private static Decision hold(List<Standing> standings, Decision before) {
        return new Rule(Policy.LOCAL, true).decide(standings, Optional.empty(), false, before);
    }

    private static Decision held() {
        return new Held(CONNECT_REFUSED, "local: nobody listens there");
    }
}
