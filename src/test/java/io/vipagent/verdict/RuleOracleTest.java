package io.vipagent.verdict;

import static io.vipagent.check.Role.BACKEND;
import static io.vipagent.check.Role.FRONTEND;
import static io.vipagent.check.Role.LOCAL;
import static io.vipagent.verdict.Stands.DOWN;
import static io.vipagent.verdict.Stands.DOWN_RECOVERING;
import static io.vipagent.verdict.Stands.STARTING_FAILING;
import static io.vipagent.verdict.Stands.UP;
import static io.vipagent.verdict.Stands.UP_FAILING;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.check.Reason;
import io.vipagent.verdict.Decision.Bootstrapping;
import io.vipagent.verdict.Decision.Denied;
import io.vipagent.verdict.Decision.Granted;
import io.vipagent.verdict.Decision.Held;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every combination of policy, hold, decision before, local, frontend and two backends or fewer, by a plain reading. */
class RuleOracleTest {
    private static final Set<Stands> SERVE = EnumSet.of(UP, UP_FAILING);
    private static final Set<Stands> PROVEN_DOWN = EnumSet.of(DOWN, DOWN_RECOVERING);
    private static final Set<Stands> FAIL = EnumSet.of(UP_FAILING, DOWN, DOWN_RECOVERING, STARTING_FAILING);
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
        for (Stands local : Stands.values()) {
            for (Stands frontend : Stands.values()) {
                for (List<Stands> backends : backends()) {
                    compare(policy, local, frontend, backends, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void compare(
            Policy policy, Stands local, Stands frontend, List<Stands> backends, List<String> wrong) {
        List<Standing> standings = new ArrayList<>(List.of(local.as(LOCAL), frontend.as(FRONTEND)));
        backends.forEach(backend -> standings.add(backend.as(BACKEND)));
        for (Decision before : BEFORE) {
            for (boolean hold : new boolean[] {true, false}) {
                Decision decision = new Rule(policy, hold).decide(standings, Optional.empty(), false, before);
                String expected = expected(
                        asked(policy, local, frontend),
                        local,
                        backends,
                        hold && (before instanceof Granted || before instanceof Held));
                if (!decision.label().equals(expected)) {
                    wrong.add("local %s, frontend %s, backends %s, hold %s, %s: %s, not %s"
                            .formatted(local, frontend, backends, hold, before, decision, expected));
                }
            }
        }
    }

    private static List<Stands> asked(Policy policy, Stands local, Stands frontend) {
        return switch (policy) {
            case LOCAL -> List.of(local);
            case FRONTEND -> List.of(frontend);
            case BOTH -> List.of(local, frontend);
        };
    }

    private static String expected(List<Stands> asked, Stands local, List<Stands> backends, boolean mayHold) {
        if (SERVE.containsAll(asked)) {
            return "granted";
        }
        boolean proven = asked.stream().allMatch(stands -> SERVE.contains(stands) || PROVEN_DOWN.contains(stands));
        boolean allFail = !backends.isEmpty() && FAIL.contains(local) && FAIL.containsAll(backends);
        return mayHold && proven && allFail ? "held" : "denied";
    }

    private static List<List<Stands>> backends() {
        List<List<Stands>> all = new ArrayList<>();
        all.add(List.of());
        for (Stands one : Stands.values()) {
            all.add(List.of(one));
            EnumSet.range(UP, one).forEach(other -> all.add(List.of(other, one)));
        }
        return all;
    }
}
