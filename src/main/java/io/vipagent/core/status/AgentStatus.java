package io.vipagent.core.status;

import io.vipagent.core.health.HealthSnapshot;
import java.time.Instant;

/**
 * Everything that an agent knows at one moment, for the outputs that show it.
 *
 * @param node what its node is called
 * @param version of the agent
 * @param time this node's wall clock, by which peers find clocks that differ
 */
public record AgentStatus(String node, String version, Instant time, HealthSnapshot view, VipStatus vip) {}
