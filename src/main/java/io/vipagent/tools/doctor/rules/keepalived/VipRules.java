package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.Cidr;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VirtualAddress;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.HostFacts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules look whether the virtual addresses fit the network, and whether keepalived and the agent mean the same
 * ones.
 */
public final class VipRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.of(
                        facts.own().flatMap(VipRules::missing),
                        facts.own()
                                .flatMap(conf -> conf.instances().stream())
                                .flatMap(instance -> instance.addresses().stream()
                                        .flatMap(vip -> Stream.of(
                                                        outside(facts.host(), instance, vip), unwatched(facts, vip))
                                                .flatMap(Optional::stream))),
                        facts.own().flatMap(conf -> unconfigured(facts, conf)))
                .flatMap(found -> found);
    }

    /** keepalived's vrrp_complete_instance: without an address version 3 is refused, version 2 runs for nothing. */
    private static Stream<Finding> missing(KeepalivedConf conf) {
        return conf.instances().stream()
                .filter(instance -> !instance.movesAnything())
                .map(instance -> Finding.at(
                        FindingId.VIP_MISSING,
                        instance.at("virtual_ipaddress"),
                        instance.name().text() + " has no virtual address",
                        "virtual_ipaddress { ADDRESS/PREFIX }, the same on every node"));
    }

    private static Optional<Finding> outside(HostFacts host, VrrpInstance instance, VirtualAddress vip) {
        String device = vip.device().or(instance::interfaceName).orElse("");
        List<String> networks = host.interfaces().stream()
                .filter(network -> network.name().equals(device))
                .flatMap(network -> network.addresses().stream())
                .filter(address -> IpAddresses.sameFamily(address, vip.address()) && Cidr.hasSubnet(address))
                .toList();
        return networks.isEmpty()
                        || IpAddresses.literal(vip.address()).isEmpty()
                        || networks.stream().anyMatch(network -> Cidr.isIn(vip.address(), network))
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.VIP_OUTSIDE_SUBNET,
                        vip.at(),
                        vip.address() + " is in no network of " + device + ", which has " + String.join(", ", networks),
                        "an unused address of " + networks.getFirst()));
    }

    private static Optional<Finding> unwatched(Facts facts, VirtualAddress vip) {
        return facts.agent()
                .settings()
                .filter(settings -> IpAddresses.literal(vip.address())
                        .filter(settings.vips()::contains)
                        .isEmpty())
                .map(settings -> Finding.at(
                        FindingId.VIP_NOT_WATCHED,
                        vip.at(),
                        "vip of " + facts.agent().configFile() + " does not name " + vip.address(),
                        "vip: [\"" + vip.address() + "\"]"));
    }

    /** Where nothing else but keepalived moves addresses. An address that is a variable may be any. */
    private static Stream<Finding> unconfigured(Facts facts, KeepalivedConf conf) {
        List<VirtualAddress> ours = conf.instances().stream()
                .flatMap(instance -> instance.addresses().stream())
                .toList();
        Set<InetAddress> addresses = ours.stream()
                .flatMap(vip -> IpAddresses.literal(vip.address()).stream())
                .collect(Collectors.toSet());
        boolean literal =
                ours.stream().allMatch(vip -> IpAddresses.literal(vip.address()).isPresent());
        return facts.agent().settings().stream()
                .filter(settings -> literal && !conf.instances().isEmpty())
                .flatMap(settings -> settings.vips().stream())
                .filter(watched -> !addresses.contains(watched))
                .map(IpAddresses::text)
                .map(watched -> new Finding(
                        FindingId.VIP_NOT_CONFIGURED,
                        facts.agent().configFile() + ": vip-agent.vip " + watched,
                        "no vrrp_instance of " + conf.file() + " has " + watched,
                        "virtual_ipaddress { " + watched + " }, or leave it out of vip"));
    }
}
