package io.vipagent.vip;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a virtual IP is on this node.
 *
 * @param networkInterface that carries it; empty: none of this node does
 * @param up whether that interface is up
 */
public record Sighting(InetAddress vip, Optional<String> networkInterface, boolean up) {}
