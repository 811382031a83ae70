package io.vipagent.agent.probe;

import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Target;

/** A prober is a function from a target to what came out. */
@FunctionalInterface
public interface Probe {
    /** Probes once. Ends by the target's timeout whatever the peer does, and reports every failure as an outcome. */
    Outcome probe(Target target);
}
