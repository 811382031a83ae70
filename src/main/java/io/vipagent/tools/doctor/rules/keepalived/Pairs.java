package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.conf.keepalived.VrrpInstance.RouterIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The same virtual router on two nodes of one cluster: what shares an address, or the number of a virtual router.
 *
 * @param ofOne the file of the first node
 * @param ofOther the file of the second
 */
record Pairs(KeepalivedConf ofOne, VrrpInstance one, KeepalivedConf ofOther, VrrpInstance other) {
    /** Of one address or number; a file that works has one instance of it. */
    private static final int MAX_SAME = 10;

    /**
     * The virtual routers of one node, found by what they may share: a file may have thousands of them.
     *
     * @param byAddress the places of the instances that have an address
     * @param byRouter the instances that mean a virtual router by its number
     */
    private record Routers(
            KeepalivedConf conf,
            Map<String, List<Integer>> byAddress,
            Map<RouterIdentity, List<VrrpInstance>> byRouter) {
        static Routers of(KeepalivedConf conf) {
            Routers all = new Routers(conf, new HashMap<>(), new HashMap<>());
            for (int i = 0; i < conf.instances().size(); i++) {
                VrrpInstance instance = conf.instances().get(i);
                for (String address : addresses(instance)) {
                    add(all.byAddress, address, i);
                }
                instance.router().ifPresent(router -> add(all.byRouter, router, instance));
            }
            return all;
        }

        private static <K, V> void add(Map<K, List<V>> all, K key, V value) {
            List<V> same = all.computeIfAbsent(key, none -> new ArrayList<>());
            if (same.size() < MAX_SAME) {
                same.add(value);
            }
        }

        /** Returns those that have an address of {@code other}, in the order of the file. */
        List<VrrpInstance> sharing(VrrpInstance other) {
            return addresses(other).stream()
                    .flatMap(address -> byAddress.getOrDefault(address, List.of()).stream())
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .map(conf.instances()::get)
                    .toList();
        }

        boolean share(VrrpInstance other) {
            return addresses(other).stream().anyMatch(byAddress::containsKey);
        }

        Stream<VrrpInstance> numbered(VrrpInstance other) {
            return other.router().stream().flatMap(router -> byRouter.getOrDefault(router, List.of()).stream());
        }

        private static Set<String> addresses(VrrpInstance instance) {
            return instance.addresses().stream()
                    .map(vip -> IpAddresses.normalized(vip.address()))
                    .collect(Collectors.toSet());
        }
    }

    /** Returns every pair among the files, each once. */
    static Stream<Pairs> among(List<KeepalivedConf> nodes) {
        List<Routers> all = nodes.stream().map(Routers::of).toList();
        List<Pairs> pairs = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (Routers later : all.subList(i + 1, all.size())) {
                for (VrrpInstance one : nodes.get(i).instances()) {
                    pairs.addAll(of(all.get(i), one, later));
                }
            }
        }
        return pairs.stream();
    }

    /** Instances with a common address are one router; only where there is none, the number says which. */
    private static List<Pairs> of(Routers ofOne, VrrpInstance one, Routers later) {
        List<VrrpInstance> sharing = later.sharing(one);
        return (sharing.isEmpty() ? later.numbered(one).filter(other -> mayBeOne(ofOne, one, other)) : sharing.stream())
                .map(other -> new Pairs(ofOne.conf(), one, later.conf(), other))
                .toList();
    }

    /**
     * Two of one number on other networks do not meet; nor is it one router where the other has a partner elsewhere, as
     * {@code one} has not.
     */
    private static boolean mayBeOne(Routers ofOne, VrrpInstance one, VrrpInstance other) {
        boolean empty = one.addresses().isEmpty() || other.addresses().isEmpty();
        return !ofOne.share(other) && (empty || one.interfaceName().equals(other.interfaceName()));
    }
}
