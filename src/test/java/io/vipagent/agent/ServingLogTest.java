package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One line when the last apiserver that is known serves no longer, and one when the first does again. */
class ServingLogTest {
    private static final Outcome ERROR = new Failed(Reason.SERVER_ERROR, "status 500");

    private final List<String> lines = new ArrayList<>();
    private final ServingLog log = new ServingLog(lines::add, lines::add);
    private final Map<String, TargetSnapshot> snapshots = new HashMap<>();
    private long nanos;

    @Test
    void saysOnceThatNoneServesAndOnceThatTheFirstDoes() {
        up("local", TargetRole.LOCAL);
        up("cp2", TargetRole.BACKEND);
        assertThat(take()).containsExactly("apiserver local serves, the first that is known to");
        down("local", TargetRole.LOCAL);
        assertThat(take()).isEmpty();
        down("cp2", TargetRole.BACKEND);
        assertThat(take()).containsExactly("no apiserver that is known serves");
        up("cp2", TargetRole.BACKEND);
        up("local", TargetRole.LOCAL);
        assertThat(take()).containsExactly("apiserver cp2 serves, the first that is known to");
    }

    @Test
    void oneThatIsRemovedServesNobody() {
        up("local", TargetRole.LOCAL);
        up("cp2", TargetRole.BACKEND);
        down("local", TargetRole.LOCAL);
        take();
        log.follows(List.of(Targets.of("local", TargetRole.LOCAL), Targets.of("cp2", TargetRole.BACKEND)));
        assertThat(take()).isEmpty();
        log.follows(List.of(Targets.of("local", TargetRole.LOCAL)));
        assertThat(take()).containsExactly("no apiserver that is known serves");
        up("local", TargetRole.LOCAL);
        assertThat(take()).containsExactly("apiserver local serves, the first that is known to");
    }

    /** Slow is not dead: haproxy keeps its server. */
    @Test
    void oneThatIsSlowServes() {
        up("local", TargetRole.LOCAL);
        lines.clear();
        hear("local", TargetRole.LOCAL, new Overdue(Phases.NONE), 3);
        up("local", TargetRole.LOCAL);
        assertThat(lines).isEmpty();
    }

    @Test
    void anApiserverThatNeverServedIsNoLoss() {
        down("local", TargetRole.LOCAL);
        down("cp2", TargetRole.BACKEND);
        assertThat(lines).isEmpty();
    }

    @Test
    void aFrontendAndAVipAreNoApiservers() {
        up("frontend", TargetRole.FRONTEND);
        up("vip", TargetRole.VIP);
        down("frontend", TargetRole.FRONTEND);
        assertThat(lines).isEmpty();
    }

    private List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    private void up(String name, TargetRole role) {
        hear(name, role, Outcomes.passed(), 2);
    }

    private void down(String name, TargetRole role) {
        hear(name, role, ERROR, 3);
    }

    /** As the board does: the log hears of a verdict that becomes another. */
    private void hear(String name, TargetRole role, Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            nanos += Duration.ofMillis(500).toNanos();
            TargetSnapshot before = snapshots.computeIfAbsent(
                    name, _ -> TargetSnapshot.unknown(Targets.of(name, role), nanos, Instant.EPOCH));
            TargetSnapshot after = before.after(Asked.full(nanos), outcome, nanos, Instant.EPOCH);
            snapshots.put(name, after);
            if (after.verdict().getClass() != before.verdict().getClass()) {
                log.turned(before, after, Duration.ZERO);
            }
        }
    }
}
