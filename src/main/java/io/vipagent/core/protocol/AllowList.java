package io.vipagent.core.protocol;

import io.vipagent.core.text.Cidr;
import java.net.InetAddress;
import java.util.List;

/** Who may ask: networks in CIDR form. */
public record AllowList(List<Cidr> networks) {
    /** Returns whether {@code address} is in one of them. */
    public boolean allows(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
