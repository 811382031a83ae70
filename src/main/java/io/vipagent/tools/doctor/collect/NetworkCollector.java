package io.vipagent.tools.doctor.collect;

import io.vipagent.tools.doctor.facts.HostFacts.Network;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** Collects the network interfaces of this node. */
final class NetworkCollector {
    private NetworkCollector() {}

    /** Returns the interfaces with their addresses. */
    static List<Network> interfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .map(network -> new Network(
                            network.getName(),
                            network.getInterfaceAddresses().stream()
                                    .map(address -> address.getAddress()
                                                    .getHostAddress()
                                                    .split("%", 2)[0] + "/" + address.getNetworkPrefixLength())
                                    .toList()))
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
