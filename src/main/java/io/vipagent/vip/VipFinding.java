package io.vipagent.vip;

import java.net.InetAddress;

/**
 * One finding on one VIP.
 *
 * @param line for people
 */
public record VipFinding(InetAddress vip, Finding finding, String line) {}
