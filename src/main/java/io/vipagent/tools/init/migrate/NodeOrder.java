package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which node is the first, and with which priority. */
final class NodeOrder {
    /** The option that names load balancers on hosts of their own. */
    static final String LOAD_BALANCER = "load-balancer";

    private static final Comparator<Router> BEST =
            Comparator.comparingInt(Router::priority).thenComparing(Router::isMaster);

    private final List<LegacyNode> nodes;
    private final List<Router> routers;
    private final Map<String, LegacyNode> byAddress = new HashMap<>();
    private final Set<String> addresses;
    private final String option;
    private final MigrationLog notes;

    private NodeOrder(
            List<LegacyNode> nodes, List<Router> routers, Set<String> addresses, String option, MigrationLog notes) {
        this.option = option;
        this.nodes = nodes;
        this.routers = routers;
        nodes.forEach(node -> byAddress.putIfAbsent(AddressWords.normalized(node.address()), node));
        this.addresses = addresses.stream().map(AddressWords::normalized).collect(Collectors.toSet());
        this.notes = notes;
    }

    /**
     * Notes the hosts in their order, and the first one's priority.
     *
     * @param option {@code node}, or what else the hosts with keepalived are given by
     */
    static void note(
            List<LegacyNode> nodes, List<Router> routers, Set<String> addresses, String option, MigrationLog notes) {
        List<LegacyNode> asked = asked(option, notes);
        new NodeOrder(asked.isEmpty() ? nodes : asked, routers, addresses, option, notes).note(!asked.isEmpty());
    }

    /** Returns the hosts that somebody has given. */
    static List<LegacyNode> asked(String option, MigrationLog notes) {
        return notes.allAsked(option).stream()
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .map(pair -> new LegacyNode(pair[0], pair[1], "given"))
                .toList();
    }

    private void note(boolean asked) {
        Map<LegacyNode, Router> owned = owned();
        List<LegacyNode> order = asked ? nodes : ordered(owned);
        order.forEach(node -> notes.put(option, node.pair(), node.where()));
        owned.forEach((node, router) -> notes.owner(router.conf().file(), node.name()));
        routers.stream()
                .max(BEST)
                .map(best -> order.isEmpty() ? best : owned.getOrDefault(order.getFirst(), best))
                .ifPresent(router -> notes.put(
                        "priority",
                        Integer.toString(router.priority()),
                        router.main().at("priority")));
        peers();
    }

    /** Returns the nodes whose files there are. */
    private Map<LegacyNode, Router> owned() {
        Map<LegacyNode, Router> owned = new LinkedHashMap<>();
        for (Router router : routers) {
            owner(router).ifPresent(node -> owned.put(node, router));
        }
        return owned;
    }

    private Optional<LegacyNode> owner(Router router) {
        Optional<String> source = router.source().map(Word::text);
        if (source.isPresent()) {
            return Optional.ofNullable(byAddress.get(AddressWords.normalized(source.get())));
        }
        List<String> path = Arrays.asList(router.conf().file().split("/"));
        String named = UnicastNodes.name(router);
        return nodes.stream()
                .filter(node -> path.contains(node.name()))
                .findFirst()
                .or(() ->
                        nodes.stream().filter(node -> named.equals(node.name())).findFirst())
                .or(() -> nodes.stream()
                        .filter(node ->
                                routers.size() == 1 && addresses.contains(AddressWords.normalized(node.address())))
                        .findFirst());
    }

    private List<LegacyNode> ordered(Map<LegacyNode, Router> owned) {
        if (nodes.size() < 2 || routers.isEmpty()) {
            return nodes;
        }
        List<Map.Entry<LegacyNode, Router>> ranked = new ArrayList<>(owned.entrySet());
        ranked.sort(Map.Entry.comparingByValue(BEST.reversed()));
        if (ranked.isEmpty()) {
            notes.problem(
                    option,
                    "which one is the first is not known: whose file "
                            + routers.getFirst().conf().file()
                            + " is, neither unicast_src_ip nor router_id says, nor an address of this host; give "
                            + inOrder()
                            + (option.equals("node")
                                    ? "; where keepalived and haproxy are on hosts of their own, give --"
                                            + LOAD_BALANCER + " NAME=ADDRESS for each of those"
                                    : ""));
            return nodes;
        }
        LegacyNode first = ranked.getFirst().getKey();
        Router best = ranked.getFirst().getValue();
        if (ranked.size() == nodes.size()) {
            equals(ranked);
            return ranked.stream().map(Map.Entry::getKey).toList();
        }
        if (!best.isMaster()) {
            notes.problem(
                    option,
                    "which one is the first is not known: " + first.name() + " is BACKUP with priority "
                            + best.priority() + " ("
                            + best.main().at("priority").lineOfFile()
                            + "); give the other nodes' keepalived.conf as well, or " + inOrder());
            return nodes;
        }
        notes.remark("the order behind " + first.name()
                + " is that of the servers: the other nodes' keepalived.conf were not given");
        List<LegacyNode> order = new ArrayList<>(nodes);
        order.remove(first);
        order.addFirst(first);
        return order;
    }

    private void equals(List<Map.Entry<LegacyNode, Router>> ranked) {
        Map.Entry<LegacyNode, Router> first = ranked.get(0);
        Map.Entry<LegacyNode, Router> second = ranked.get(1);
        if (BEST.compare(first.getValue(), second.getValue()) == 0) {
            notes.remark(first.getKey().name() + " and " + second.getKey().name() + " have the same priority, "
                    + first.getValue().priority() + "; put the one that holds the VIP first, so that it stays: "
                    + inOrder());
        }
    }

    private String inOrder() {
        return nodes.stream().map(node -> "--" + option + " " + node.pair()).collect(Collectors.joining(" "))
                + ", the one with the highest priority first";
    }

    /**
     * Unicast advertisements go between the nodes' addresses in the new files; old nodes hear those that they know
     * alone.
     */
    private void peers() {
        for (Router router : routers) {
            List<Word> hosts = new ArrayList<>(router.source().stream().toList());
            router.main()
                    .body()
                    .children("unicast_peer")
                    .flatMap(block -> block.children().stream())
                    .forEach(line -> hosts.add(line.head()));
            if (nodes.isEmpty()) {
                return;
            }
            for (Word host : hosts) {
                if (!byAddress.containsKey(AddressWords.normalized(host.text()))) {
                    notes.obstacle("unicast: " + AddressWords.shown(host.text()) + " ("
                            + host.at().lineOfFile()
                            + ") is the address of no node; advertisements would not reach it");
                }
            }
        }
    }
}
