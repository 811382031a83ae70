package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VirtualAddress;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules look whether a virtual address is one of its own, moved once, and reached. Tried with keepalived 2.2.7. */
public final class AddressRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.keepalived().stream()
                .flatMap(conf -> Stream.concat(
                        twice(conf),
                        conf.instances().stream()
                                .flatMap(instance ->
                                        Stream.concat(dropped(conf, instance).stream(), ofANode(instance)))));
    }

    /** Tried with a client on another host: strict mode answers nobody without {@code accept} and version 3. */
    private static Optional<Finding> dropped(KeepalivedConf conf, VrrpInstance instance) {
        return conf.dropping(instance)
                .filter(line -> !instance.addresses().isEmpty())
                .map(line -> Finding.at(
                        FindingId.VIP_TRAFFIC_DROPPED,
                        line.at(),
                        line.head().text() + " drops what is sent to "
                                + instance.addresses().getFirst().address() + " of "
                                + instance.name().text(),
                        "leave " + line.head().text() + " out"
                                + (line.head().is("no_accept") ? "" : ", or accept and version 3 in the instance")));
    }

    /** An address of {@code unicast_src_ip} or {@code unicast_peer} is a node's own. */
    private static Stream<Finding> ofANode(VrrpInstance instance) {
        Set<InetAddress> nodes = Stream.concat(instance.source().map(Word::text).stream(), instance.peers().stream())
                .flatMap(node -> IpAddresses.literal(node).stream())
                .collect(Collectors.toSet());
        return instance.addresses().stream()
                .filter(vip -> IpAddresses.literal(vip.address())
                        .filter(nodes::contains)
                        .isPresent())
                .map(vip -> Finding.at(
                        FindingId.VIP_IS_NODE_ADDRESS,
                        vip.at(),
                        vip.address() + " is a node's own, by "
                                + (instance.source()
                                                .filter(word -> IpAddresses.same(word.text(), vip.address()))
                                                .isPresent()
                                        ? "its source address"
                                        : "unicast_peer"),
                        "an address that no host has"));
    }

    private static Stream<Finding> twice(KeepalivedConf conf) {
        Map<String, VrrpInstance> first = new LinkedHashMap<>();
        List<Finding> found = new ArrayList<>();
        for (VrrpInstance instance : conf.instances()) {
            for (VirtualAddress vip : instance.addresses()) {
                String place = vip.address() + " "
                        + vip.device().or(instance::interfaceName).orElse("");
                VrrpInstance earlier = first.putIfAbsent(place, instance);
                if (earlier != null && !earlier.name().is(instance.name().text())) {
                    found.add(Finding.at(
                            FindingId.DEFINED_TWICE,
                            vip.at(),
                            vip.address() + " is an address of "
                                    + earlier.name().text() + " already, at "
                                    + earlier.at("virtual_ipaddress").lineOfFile(),
                            "one instance for it, the same on every node"));
                }
            }
        }
        return found.stream();
    }
}
