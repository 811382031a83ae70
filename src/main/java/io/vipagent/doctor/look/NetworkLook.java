package io.vipagent.doctor.look;

import io.vipagent.doctor.AgentFacts.Peer;
import io.vipagent.doctor.HostFacts.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Interfaces, and whether others can be reached. */
final class NetworkLook {
    private static final int PATIENCE_MILLIS = 1000;
    private static final int HTTP = 80;

    private NetworkLook() {}

    /** The interfaces with their addresses. */
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

    /** Whether somebody answers at {@code url} within a second. */
    static Peer peer(String url) {
        try (Socket socket = new Socket()) {
            URI uri = URI.create(url);
            String host = Optional.ofNullable(uri.getHost()).orElse("").replaceFirst("^\\[(.*)\\]$", "$1");
            socket.connect(new InetSocketAddress(host, uri.getPort() < 0 ? HTTP : uri.getPort()), PATIENCE_MILLIS);
            return new Peer(url, Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            return new Peer(url, Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
