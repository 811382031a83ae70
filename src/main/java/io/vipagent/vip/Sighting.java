package io.vipagent.vip;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where the VIP was seen on this node.
 *
 * @param vip the address
 * @param networkInterface the interface that has it; empty where none has
 * @param up whether that interface is up
 */
public record Sighting(InetAddress vip, Optional<String> networkInterface, boolean up) {}
