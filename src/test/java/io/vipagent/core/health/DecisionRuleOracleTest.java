package io.vipagent.core.health;

import static io.vipagent.core.health.TargetHealths.DOWN;
import static io.vipagent.core.health.TargetHealths.DOWN_RECOVERING;
import static io.vipagent.core.health.TargetHealths.SLOW;
import static io.vipagent.core.health.TargetHealths.SLOW_SILENT;
import static io.vipagent.core.health.TargetHealths.UP;
import static io.vipagent.core.health.TargetHealths.UP_FAILING;
import static io.vipagent.core.target.TargetRole.BACKEND;
import static io.vipagent.core.target.TargetRole.FRONTEND;
import static io.vipagent.core.target.TargetRole.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Decision.Bootstrapping;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every combination of policy, hold, decision before, local, frontend and two backends or fewer, by a plain reading.
 */
class DecisionRuleOracleTest {
    /**
     * One that answers late serves as long as no other is known to be faster, for which it takes more answers than
     * these.
     */
    private static final Set<TargetHealths> SERVE = EnumSet.of(UP, UP_FAILING, SLOW);

    private static final Set<TargetHealths> PROVEN_DOWN = EnumSet.of(DOWN, DOWN_RECOVERING);
    private static final List<Decision> BEFORE = List.of(
            Decision.undecided(),
            new Granted(),
            new Held(Reason.NETWORK, "so far"),
            new Bootstrapping(Reason.NETWORK, "so far"),
            new Denied(Reason.NETWORK, "so far"));

    @ParameterizedTest
    @EnumSource
    void decidesAsAPlainReadingDoes(Policy policy) {
        List<String> wrong = new ArrayList<>();
        for (TargetHealths local : TargetHealths.values()) {
            for (TargetHealths frontend : TargetHealths.values()) {
                for (List<TargetHealths> backends : backends()) {
                    compare(policy, local, frontend, backends, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void compare(
            Policy policy,
            TargetHealths local,
            TargetHealths frontend,
            List<TargetHealths> backends,
            List<String> wrong) {
        List<TargetHealth> healths = new ArrayList<>(List.of(local.as(LOCAL), frontend.as(FRONTEND)));
        backends.forEach(backend -> healths.add(backend.as(BACKEND)));
        for (Decision before : BEFORE) {
            for (boolean hold : new boolean[] {true, false}) {
                Decision decision = new DecisionRule(policy, hold)
                        .decide(healths, Optional.empty(), false, before, TargetHealths.NOW);
                String expected = expected(
                        policy, local, frontend, backends, hold, before instanceof Granted || before instanceof Held);
                if (!decision.label().equals(expected)) {
                    wrong.add("local %s, frontend %s, backends %s, hold %s, %s: %s, not %s"
                            .formatted(local, frontend, backends, hold, before, decision, expected));
                }
            }
        }
    }

    /** The only node keeps what it has whatever its targets do, and takes the VIP for what is known, be it bad. */
    @ParameterizedTest
    @EnumSource
    void decidesForTheOnlyNodeAsAPlainReadingDoes(Policy policy) {
        List<String> wrong = new ArrayList<>();
        for (TargetHealths local : TargetHealths.values()) {
            for (TargetHealths frontend : TargetHealths.values()) {
                for (Decision before : BEFORE) {
                    Decision decision = new DecisionRule(policy, true, true)
                            .decide(
                                    List.of(local.as(LOCAL), frontend.as(FRONTEND)),
                                    Optional.empty(),
                                    false,
                                    before,
                                    TargetHealths.NOW);
                    boolean served = before instanceof Granted || before instanceof Held;
                    String plain = expected(policy, local, frontend, List.of(), true, served);
                    List<TargetHealths> asked = asked(policy, local, frontend);
                    boolean known =
                            asked.stream().noneMatch(stands -> stands.as(LOCAL).unknown());
                    String expected = plain.equals("granted") ? plain : known || served ? "held" : "denied";
                    if (!decision.label().equals(expected)) {
                        wrong.add("local %s, frontend %s, %s: %s, not %s"
                                .formatted(local, frontend, before, decision, expected));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<TargetHealths> asked(Policy policy, TargetHealths local, TargetHealths frontend) {
        return switch (policy) {
            case LOCAL -> List.of(local);
            case FRONTEND -> List.of(frontend);
            case BOTH -> List.of(local, frontend);
        };
    }

    private static String expected(
            Policy policy,
            TargetHealths local,
            TargetHealths frontend,
            List<TargetHealths> backends,
            boolean hold,
            boolean served) {
        List<TargetHealths> asked = asked(policy, local, frontend);
        // Silence keeps what there was and gives nothing to a node that has nothing.
        Set<TargetHealths> serve = EnumSet.copyOf(SERVE);
        if (served) {
            serve.add(SLOW_SILENT);
        }
        if (serve.containsAll(asked)) {
            return "granted";
        }
        boolean proven = asked.stream().allMatch(stands -> serve.contains(stands) || PROVEN_DOWN.contains(stands));
        boolean backendIsBetter = backends.contains(UP);
        boolean worse = policy != Policy.FRONTEND && PROVEN_DOWN.contains(local) && backendIsBetter
                || policy != Policy.LOCAL && PROVEN_DOWN.contains(frontend) && (backendIsBetter || local == UP);
        return hold && served && proven && !backends.isEmpty() && !worse ? "held" : "denied";
    }

    private static List<List<TargetHealths>> backends() {
        List<List<TargetHealths>> all = new ArrayList<>();
        all.add(List.of());
        for (TargetHealths one : TargetHealths.values()) {
            all.add(List.of(one));
            EnumSet.range(UP, one).forEach(other -> all.add(List.of(other, one)));
        }
        return all;
    }
}
