package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VirtualAddress;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The same virtual router on two nodes of one cluster: what shares an address, or the number of a virtual router.
 *
 * @param ofOne the file of the first node
 * @param ofOther the file of the second
 */
record Pairs(KeepalivedConf ofOne, VrrpInstance one, KeepalivedConf ofOther, VrrpInstance other) {
    /** Returns every pair among the files, each once. */
    static Stream<Pairs> among(List<KeepalivedConf> nodes) {
        List<Pairs> pairs = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (KeepalivedConf later : nodes.subList(i + 1, nodes.size())) {
                for (VrrpInstance one : nodes.get(i).instances()) {
                    pairs.addAll(of(nodes.get(i), one, later));
                }
            }
        }
        return pairs.stream();
    }

    /** Instances with a common address are one router; only where there is none, the number says which. */
    private static List<Pairs> of(KeepalivedConf ofOne, VrrpInstance one, KeepalivedConf later) {
        List<VrrpInstance> sharing =
                later.instances().stream().filter(other -> shares(one, other)).toList();
        return (sharing.isEmpty()
                        ? later.instances().stream()
                                .filter(other -> one.isSameRouterAs(other) && mayBeOne(ofOne, one, later, other))
                        : sharing.stream())
                .map(other -> new Pairs(ofOne, one, later, other))
                .toList();
    }

    /** Two of one number on other networks do not meet; nor is it one router where either has a partner elsewhere. */
    private static boolean mayBeOne(
            KeepalivedConf ofOne, VrrpInstance one, KeepalivedConf ofOther, VrrpInstance other) {
        boolean empty = one.addresses().isEmpty() || other.addresses().isEmpty();
        boolean taken = ofOne.instances().stream().anyMatch(each -> shares(each, other))
                || ofOther.instances().stream().anyMatch(each -> shares(one, each));
        return !taken && (empty || one.interfaceName().equals(other.interfaceName()));
    }

    static boolean shares(VrrpInstance one, VrrpInstance other) {
        return one.addresses().stream()
                .map(VirtualAddress::address)
                .anyMatch(address -> other.addresses().stream()
                        .anyMatch(each -> IpAddresses.same(each.address(), address)
                                || each.address().equals(address)));
    }
}
