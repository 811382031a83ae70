package io.vipagent.core.vip;

import java.net.InetAddress;

/**
 * One finding on one VIP.
 *
 * @param line for people
 */
public record VipFinding(InetAddress vip, VipInconsistency finding, String line) {}
