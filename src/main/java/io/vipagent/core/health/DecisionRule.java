package io.vipagent.core.health;

import io.vipagent.core.health.Decision.Bootstrapping;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Slow;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.TargetRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folds how the targets stand to the decision. A node that may hold the VIP releases it for what is proven dead or
 * known to be worse than another that is well now; where all are alike it stays what it was.
 *
 * @param holdWhenAllDown whether a node keeps the VIP while every known apiserver fails; needs backends to be known
 * @param singleNode whether no other node could hold the VIP: this one never releases it for what its targets do
 */
public record DecisionRule(Policy policy, boolean holdWhenAllDown, boolean singleNode) {
    /** Creates the rule of a node that may have others beside it. */
    public DecisionRule(Policy policy, boolean holdWhenAllDown) {
        this(policy, holdWhenAllDown, false);
    }

    /**
     * Returns the longest time from the first question that is not answered until another target, which is well and
     * asked by {@code schedule}, is known to be better: it has to pass {@value Comparison#STEADY} times, each time
     * asked {@link Comparison#SKEW} later or more.
     */
    public static Duration proof(ProbeSchedule schedule) {
        return Comparison.SKEW
                .plus(schedule.interval().multipliedBy(Comparison.STEADY))
                .plus(schedule.timeout());
    }

    /** How a target that the policy asks stands beside the others. */
    private enum TargetCondition {
        /** The target serves; if it is slow, then no other is known to be better. */
        WELL,
        /** It is proven down, and no other is known to be better. */
        FAILING,
        /** Another is known to be better, or none is known and it is down by itself. */
        WORSE,
        /** Nothing is known of it. */
        UNKNOWN
    }

    /**
     * Returns the decision at this moment.
     *
     * @param healths all targets; the first bad one in this order gives the reason
     * @param maintenance why an operator drained this node, if one did: overrides all
     * @param bootstrap whether this node waits for the first apiserver of a cluster that does not exist yet
     * @param before the last decision that was made with knowledge: what is held
     * @param nowNanos this moment, monotonic
     */
    public Decision decide(
            List<TargetHealth> healths,
            Optional<String> maintenance,
            boolean bootstrap,
            Decision before,
            long nowNanos) {
        if (maintenance.isPresent()) {
            return new Denied(Reason.MAINTENANCE, maintenance.get());
        }
        List<TargetHealth> asked =
                healths.stream().filter(health -> policy.asks(health.role())).toList();
        if (asked.isEmpty()) {
            return new Denied(Reason.STARTING, "no target that the policy asks");
        }
        Set<TargetCondition> conditions = EnumSet.noneOf(TargetCondition.class);
        List<Unhealthy> whys = new ArrayList<>();
        for (TargetHealth own : asked) {
            TargetCondition condition = condition(own, Comparison.others(own, healths), before, nowNanos);
            conditions.add(condition);
            if (condition != TargetCondition.WELL) {
                whys.add(own.answer() instanceof Unhealthy unhealthy ? unhealthy : own.tooSlow());
            }
        }
        if (whys.isEmpty()) {
            return new Granted();
        }
        Unhealthy why = whys.getFirst();
        if (bootstrap) {
            return new Bootstrapping(why.reason(), why.detail());
        }
        boolean known = !conditions.contains(TargetCondition.UNKNOWN);
        boolean holds = singleNode
                ? known || hasServed(before)
                : known && hasServed(before) && !conditions.contains(TargetCondition.WORSE);
        return holds ? new Held(why.reason(), why.detail()) : new Denied(why.reason(), why.detail());
    }

    private TargetCondition condition(TargetHealth own, List<TargetHealth> others, Decision before, long nowNanos) {
        if (!own.fresh()) {
            return TargetCondition.UNKNOWN;
        }
        return switch (own.verdict()) {
            case Starting starting -> TargetCondition.UNKNOWN;
            case Up up ->
                // One that was given up for being slow is not taken back for a few quick answers.
                deniedAsSlow(before) && Comparison.anyFaster(others, own)
                        ? TargetCondition.WORSE
                        : TargetCondition.WELL;
            case Slow slow -> {
                boolean worse = !lateBehindProxy(own, slow) && Comparison.anyBetter(others, own, nowNanos);
                // What proved it slower is forgotten in time, and one that is well proves it none the less.
                boolean stays = deniedAsSlow(before) && Comparison.anyUp(others);
                boolean silent = !slow.answering() && !hasServed(before);
                yield worse || stays || silent ? TargetCondition.WORSE : TargetCondition.WELL;
            }
            case Down down -> {
                // An agent that has just started knows of itself first.
                boolean comparable = Comparison.possible(others) || Comparison.pending(others);
                boolean alike = holdWhenAllDown && comparable && !Comparison.anyBetter(others, own, nowNanos);
                yield alike ? TargetCondition.FAILING : TargetCondition.WORSE;
            }
        };
    }

    /**
     * Returns whether what is late comes through a proxy. No other node's proxy is known, so none is known to be
     * quicker: the load that makes this one late would go with the VIP.
     */
    private static boolean lateBehindProxy(TargetHealth own, Slow slow) {
        return own.role() == TargetRole.FRONTEND && slow.answering();
    }

    private static boolean deniedAsSlow(Decision before) {
        return before instanceof Denied denied && denied.reason() == Reason.SLOW;
    }

    /** Returns whether there is anything to hold: an end of a bootstrap leaves nothing. */
    private static boolean hasServed(Decision before) {
        return switch (before) {
            case Granted granted -> true;
            case Held held -> true;
            case Bootstrapping waiting -> false;
            case Denied denied -> false;
        };
    }
}
