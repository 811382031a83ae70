package io.vipagent.doctor;

import io.vipagent.haproxy.conf.Server;
import io.vipagent.keepalived.conf.VirtualAddress;
import io.vipagent.keepalived.conf.VrrpInstance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the virtual addresses fit the network, are nobody else's, and are watched. */
final class VipRules implements RuleSet {
    /** What adverts of a router with its own hardware address come from (RFC 5798, section 7.3). */
    private static final String VIRTUAL = "00:00:5e:00:";

    @Override
    public Stream<Finding> look(Facts facts) {
        return facts.own()
                .flatMap(conf -> conf.instances().stream())
                .flatMap(instance -> instance.addresses().stream()
                        .flatMap(vip -> Stream.of(
                                        outside(facts.host(), instance, vip),
                                        taken(facts, instance, vip),
                                        unwatched(facts, vip))
                                .flatMap(Optional::stream)));
    }

    private static Optional<Finding> outside(HostFacts host, VrrpInstance instance, VirtualAddress vip) {
        String device = vip.device().or(instance::interfaceName).orElse("");
        List<String> networks = host.interfaces().stream()
                .filter(network -> network.name().equals(device))
                .flatMap(network -> network.addresses().stream())
                .filter(address -> Addresses.sameFamily(address, vip.address()) && Addresses.hasSubnet(address))
                .toList();
        return networks.isEmpty()
                        || Addresses.literal(vip.address()).isEmpty()
                        || networks.stream().anyMatch(network -> Addresses.isIn(vip.address(), network))
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.VIP_OUTSIDE_SUBNET,
                        vip.at(),
                        vip.address() + " is in no network of " + device + ", which has " + String.join(", ", networks),
                        "an unused address of " + networks.getFirst()));
    }

    /** The kernel's own table knows who answered last; that is no proof unless every other node is in it too. */
    private static Optional<Finding> taken(Facts facts, VrrpInstance instance, VirtualAddress vip) {
        Optional<String> holder = Optional.ofNullable(facts.host().neighbours().get(vip.address()));
        Set<String> nodes = nodes(facts, instance);
        Set<String> known = nodes.stream()
                .flatMap(node -> Stream.ofNullable(facts.host().neighbours().get(node)))
                .collect(Collectors.toSet());
        return holder.filter(mac -> !mac.startsWith(VIRTUAL)
                        && !nodes.isEmpty()
                        && known.size() == nodes.size()
                        && !known.contains(mac))
                .map(mac -> Finding.at(
                        FindingId.VIP_TAKEN,
                        vip.at(),
                        vip.address() + " was answered for by " + mac + ", which is none of the nodes",
                        "an address that nobody has, or find the host: ip neigh show " + vip.address()));
    }

    /** The other nodes, as far as the configurations name them. */
    private static Set<String> nodes(Facts facts, VrrpInstance instance) {
        Stream<String> servers = facts.haproxy().stream()
                .flatMap(conf -> conf.servers().stream())
                .map(Server::host);
        return Stream.concat(instance.peers().stream(), servers)
                .filter(node -> facts.host().interfaces().stream()
                        .flatMap(network -> network.addresses().stream())
                        .noneMatch(address -> Addresses.same(address.split("/", 2)[0], node)))
                .collect(Collectors.toSet());
    }

    private static Optional<Finding> unwatched(Facts facts, VirtualAddress vip) {
        return facts.agent()
                .settings()
                .filter(settings -> settings.vips().stream()
                        .noneMatch(watched -> Addresses.same(watched.getHostAddress(), vip.address())))
                .map(settings -> Finding.at(
                        FindingId.VIP_NOT_WATCHED,
                        vip.at(),
                        "vip of " + facts.agent().configFile() + " does not name " + vip.address(),
                        "vip: [\"" + vip.address() + "\"]"));
    }
}
