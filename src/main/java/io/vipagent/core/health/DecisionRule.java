package io.vipagent.core.health;

import io.vipagent.core.health.Decision.Bootstrapping;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.health.Health.Unhealthy;
import java.util.List;
import java.util.Optional;

/**
 * Folds standings to the decision.
 *
 * @param holdWhenAllDown whether a node keeps the VIP while every known apiserver fails; needs backends to be known
 * @param singleNode whether no other node could hold the VIP: this one never lets go of it for what its targets do
 */
public record DecisionRule(Policy policy, boolean holdWhenAllDown, boolean singleNode) {
    /** The rule of a node that may have others beside it. */
    public DecisionRule(Policy policy, boolean holdWhenAllDown) {
        this(policy, holdWhenAllDown, false);
    }

    /**
     * The decision at this moment.
     *
     * @param healths all targets; the first bad one in this order gives the reason
     * @param maintenance why an operator drained this node, if one did: overrides all
     * @param bootstrap whether this node waits for the first apiserver of a cluster that does not exist yet
     * @param before the decision so far: what is held
     */
    public Decision decide(
            List<TargetHealth> healths, Optional<String> maintenance, boolean bootstrap, Decision before) {
        if (maintenance.isPresent()) {
            return new Denied(Reason.MAINTENANCE, maintenance.get());
        }
        List<TargetHealth> asked =
                healths.stream().filter(health -> policy.asks(health.role())).toList();
        if (asked.isEmpty()) {
            return new Denied(Reason.STARTING, "no target that the policy asks");
        }
        List<Unhealthy> whys = asked.stream()
                .map(TargetHealth::answer)
                .filter(Unhealthy.class::isInstance)
                .map(Unhealthy.class::cast)
                .toList();
        if (whys.isEmpty()) {
            return new Granted();
        }
        Unhealthy why = whys.getFirst();
        if (bootstrap) {
            return new Bootstrapping(why.reason(), why.detail());
        }
        return hasServed(before) && nothingUnknown(asked) && movingCannotHelp(healths)
                ? new Held(why.reason(), why.detail())
                : new Denied(why.reason(), why.detail());
    }

    /** Whether there is anything to hold: an end of a bootstrap leaves nothing. */
    private static boolean hasServed(Decision before) {
        return switch (before) {
            case Granted granted -> true;
            case Held held -> true;
            case Bootstrapping waiting -> false;
            case Denied denied -> false;
        };
    }

    /** Only what is proven may be held against: a target that says nothing is down, whatever else is. */
    private static boolean nothingUnknown(List<TargetHealth> asked) {
        return asked.stream().allMatch(health -> health.answer().healthy() || health.provenDown());
    }

    /**
     * Every apiserver that is known fails at this moment. A backend's newest failure is enough: when all of them fail at
     * once, as with etcd, this node's own may be the first to be proven down by a fraction of an interval.
     */
    private boolean movingCannotHelp(List<TargetHealth> healths) {
        return holdWhenAllDown
                && healths.stream().anyMatch(health -> health.role() == TargetRole.BACKEND)
                && healths.stream()
                        .filter(health -> health.role() == TargetRole.BACKEND || health.role() == TargetRole.LOCAL)
                        .allMatch(TargetHealth::knownToFail);
    }
}
