package io.vipagent.core.vip;

import java.net.InetAddress;

/**
 * An address that an interface of this host carries.
 *
 * @param networkInterface its name; that of the device, not of a label such as {@code eth0:vip}
 * @param up whether the interface runs: set up, and with a carrier
 */
public record LocalAddress(InetAddress address, String networkInterface, boolean up) {}
