package io.vipagent.status;

import io.vipagent.monitor.View;
import java.time.Instant;

/**
 * Everything that an agent knows at one moment, for the outputs that show it.
 *
 * @param node what its node is called
 * @param version of the agent
 * @param time this node's wall clock, by which peers find clocks that differ
 */
public record Report(String node, String version, Instant time, View view, VipReport vip) {}
