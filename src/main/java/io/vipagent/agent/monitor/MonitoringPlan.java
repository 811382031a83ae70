package io.vipagent.agent.monitor;

import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.target.Target;
import java.util.List;
import java.util.Optional;

/**
 * What is probed and what follows from it; replaced whole when the configuration is read again.
 *
 * @param targets in the order of the configuration; their names are unique
 */
public record MonitoringPlan(List<Target> targets, DecisionRule rule) {
    public MonitoringPlan {
        targets = List.copyOf(targets);
    }

    /** Returns the target of this name, if there is one. */
    Optional<Target> target(String name) {
        return targets.stream().filter(target -> target.name().equals(name)).findFirst();
    }
}
