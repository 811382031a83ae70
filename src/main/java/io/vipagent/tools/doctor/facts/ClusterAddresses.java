package io.vipagent.tools.doctor.facts;

import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who plays with this node, as far as configurations name addresses. */
public final class ClusterAddresses {
    private ClusterAddresses() {}

    /** The other nodes: unicast peers, haproxy's servers, the agent's peers and the apiservers that it knows. */
    public static Set<InetAddress> others(Facts facts) {
        Stream<String> peers = facts.own()
                .flatMap(conf -> conf.instances().stream())
                .map(VrrpInstance::peers)
                .flatMap(all -> all.stream());
        Stream<String> servers = facts.haproxy().stream()
                .flatMap(conf -> conf.servers().stream())
                .map(Server::host);
        Stream<String> agents = facts.agent().peers().stream().map(peer -> host(URI.create(peer.url())));
        Stream<String> targets = facts.agent().targets().map(target -> host(target.url()));
        return Stream.of(peers, servers, agents, targets)
                .flatMap(texts -> texts)
                .flatMap(text -> VipAddresses.literal(text).stream())
                .filter(address -> !address.isLoopbackAddress()
                        && !has(facts, address)
                        && !vips(facts).contains(address))
                .collect(Collectors.toSet());
    }

    /** The addresses that keepalived moves. */
    public static Set<InetAddress> vips(Facts facts) {
        return facts.own()
                .flatMap(conf -> conf.instances().stream())
                .flatMap(instance -> instance.addresses().stream())
                .flatMap(vip -> VipAddresses.literal(vip.address()).stream())
                .collect(Collectors.toSet());
    }

    /** Whether this node has {@code address} on one of its interfaces. */
    public static boolean has(Facts facts, InetAddress address) {
        return facts.host().interfaces().stream()
                .flatMap(network -> network.addresses().stream())
                .flatMap(text -> VipAddresses.literal(text.split("/", 2)[0]).stream())
                .anyMatch(address::equals);
    }

    private static String host(URI url) {
        return Optional.ofNullable(url.getHost()).orElse("").replaceFirst("^\\[(.*)\\]$", "$1");
    }
}
