package io.vipagent.monitor;

import io.vipagent.check.Reason;
import io.vipagent.check.Role;
import io.vipagent.verdict.Answer;
import io.vipagent.verdict.Answer.Healthy;
import io.vipagent.verdict.Answer.Unhealthy;
import io.vipagent.verdict.Decision;
import io.vipagent.verdict.Standing;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is known at one moment, for one output.
 *
 * @param nanos that moment, monotonic
 * @param snapshots in the order of the configuration
 * @param maintenance why an operator drained this node, if one did
 */
public record View(long nanos, List<Snapshot> snapshots, Optional<String> maintenance, Decision decision) {
    /** How each target stands, in the order of the configuration. */
    public List<Standing> standings() {
        return snapshots.stream().map(snapshot -> snapshot.standing(nanos)).toList();
    }

    /**
     * Whether this node's own apiserver may get traffic, which is what haproxy asks: all local targets are up and the
     * node is not drained. Where there is no local target, the decision.
     */
    public Answer service() {
        if (maintenance.isPresent()) {
            return new Unhealthy(Reason.MAINTENANCE, maintenance.get());
        }
        List<Answer> locals = standings().stream()
                .filter(standing -> standing.role() == Role.LOCAL)
                .map(Standing::answer)
                .toList();
        if (locals.isEmpty()) {
            return decision.answer();
        }
        return locals.stream().filter(answer -> !answer.healthy()).findFirst().orElse(new Healthy("up"));
    }

    /** The same for one target by name, if there is one. A drained node's local targets are in maintenance. */
    public Optional<Answer> target(String name) {
        return standings().stream()
                .filter(standing -> standing.target().equals(name))
                .findFirst()
                .map(standing -> maintenance.isPresent() && standing.role() == Role.LOCAL
                        ? new Unhealthy(Reason.MAINTENANCE, maintenance.get())
                        : standing.answer());
    }

    /** Why the probe loops are not to be trusted: targets without an outcome in time. Empty: all is well. */
    public List<String> stale() {
        return standings().stream()
                .filter(standing -> !standing.fresh())
                .map(Standing::target)
                .toList();
    }

    /** Whether every target's verdict is known, good or bad. */
    public boolean settled() {
        return standings().stream()
                .noneMatch(standing -> standing.verdict() instanceof io.vipagent.verdict.Verdict.Starting);
    }
}
