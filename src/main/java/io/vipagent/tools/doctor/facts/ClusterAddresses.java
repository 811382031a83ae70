package io.vipagent.tools.doctor.facts;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of the cluster, as far as configurations name them.
 *
 * @param own of this node's interfaces
 * @param vips those that this node's keepalived moves
 * @param others of the other nodes: unicast peers, haproxy's servers, the agent's peers and the apiservers that it
 *     knows
 */
public record ClusterAddresses(Set<InetAddress> own, Set<InetAddress> vips, Set<InetAddress> others) {
    static ClusterAddresses of(
            List<KeepalivedConf> keepalived, Optional<HaproxyConf> haproxy, AgentFacts agent, HostFacts host) {
        List<VrrpInstance> instances = keepalived.stream()
                .limit(1)
                .flatMap(conf -> conf.instances().stream())
                .toList();
        Set<InetAddress> own = literals(host.interfaces().stream()
                .flatMap(network -> network.addresses().stream())
                .map(text -> text.split("/", 2)[0]));
        Set<InetAddress> vips = literals(instances.stream()
                .flatMap(instance -> instance.addresses().stream().map(vip -> vip.address())));
        Stream<String> peers = instances.stream().map(VrrpInstance::peers).flatMap(Collection::stream);
        Stream<String> servers =
                haproxy.stream().flatMap(conf -> conf.servers().stream()).map(Server::host);
        Stream<String> agents = agent.peers().stream().map(peer -> host(URI.create(peer.url())));
        Stream<String> targets = agent.targets().map(target -> host(target.url()));
        return new ClusterAddresses(
                own,
                vips,
                literals(Stream.of(peers, servers, agents, targets).flatMap(texts -> texts)).stream()
                        .filter(address ->
                                !address.isLoopbackAddress() && !own.contains(address) && !vips.contains(address))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns whether this node has {@code address} on one of its interfaces. */
    public boolean has(InetAddress address) {
        return own.contains(address);
    }

    private static Set<InetAddress> literals(Stream<String> texts) {
        return texts.flatMap(text -> IpAddresses.literal(text).stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static String host(URI url) {
        return Optional.ofNullable(url.getHost()).orElse("").replaceFirst("^\\[(.*)\\]$", "$1");
    }
}
