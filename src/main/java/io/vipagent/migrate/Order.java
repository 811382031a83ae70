package io.vipagent.migrate;

import io.vipagent.text.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which node is the first, and with which priority. */
final class Order {
    private static final Comparator<Router> BEST =
            Comparator.comparingInt(Router::priority).thenComparing(Router::isMaster);

    private final List<Seen> nodes;
    private final List<Router> routers;
    private final Set<String> addresses;
    private final Notes notes;

    private Order(List<Seen> nodes, List<Router> routers, Set<String> addresses, Notes notes) {
        this.nodes = nodes;
        this.routers = routers;
        this.addresses = addresses;
        this.notes = notes;
    }

    /** Notes the nodes in their order, and the first one's priority. */
    static void note(List<Seen> nodes, List<Router> routers, Set<String> addresses, Notes notes) {
        List<Seen> asked = notes.allAsked("node").stream()
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .map(pair -> new Seen(pair[0], pair[1], "given"))
                .toList();
        new Order(asked.isEmpty() ? nodes : asked, routers, addresses, notes).note(!asked.isEmpty());
    }

    private void note(boolean asked) {
        Map<Seen, Router> owned = owned();
        List<Seen> order = asked ? nodes : ordered(owned);
        order.forEach(node -> notes.put("node", node.pair(), node.where()));
        routers.stream()
                .max(BEST)
                .map(best -> order.isEmpty() ? best : owned.getOrDefault(order.getFirst(), best))
                .ifPresent(router -> notes.put(
                        "priority",
                        Integer.toString(router.priority()),
                        router.main().at("priority")));
        peers();
    }

    /** The nodes whose files there are. */
    private Map<Seen, Router> owned() {
        Map<Seen, Router> owned = new LinkedHashMap<>();
        for (Router router : routers) {
            owner(router).ifPresent(node -> owned.put(node, router));
        }
        return owned;
    }

    private Optional<Seen> owner(Router router) {
        Optional<String> source = router.source().map(Word::text);
        if (source.isPresent()) {
            return nodes.stream()
                    .filter(node -> Words.same(node.address(), source.get()))
                    .findFirst();
        }
        List<String> path = Arrays.asList(router.conf().file().split("/"));
        Optional<String> named =
                router.global("router_id").flatMap(line -> line.argument()).map(Word::text);
        return nodes.stream()
                .filter(node -> path.contains(node.name()))
                .findFirst()
                .or(() -> nodes.stream()
                        .filter(node -> named.filter(node.name()::equals).isPresent())
                        .findFirst())
                .or(() -> nodes.stream()
                        .filter(node -> routers.size() == 1
                                && addresses.stream().anyMatch(own -> Words.same(own, node.address())))
                        .findFirst());
    }

    private List<Seen> ordered(Map<Seen, Router> owned) {
        if (nodes.size() < 2 || routers.isEmpty()) {
            return nodes;
        }
        List<Map.Entry<Seen, Router>> ranked = new ArrayList<>(owned.entrySet());
        ranked.sort(Map.Entry.comparingByValue(BEST.reversed()));
        if (ranked.isEmpty()) {
            notes.problem(
                    "node",
                    "which one is the first is not known: whose file "
                            + routers.getFirst().conf().file()
                            + " is, neither unicast_src_ip nor router_id says, nor an address of this host; give "
                            + inOrder());
            return nodes;
        }
        Seen first = ranked.getFirst().getKey();
        Router best = ranked.getFirst().getValue();
        if (ranked.size() == nodes.size()) {
            equals(ranked);
            return ranked.stream().map(Map.Entry::getKey).toList();
        }
        if (!best.isMaster()) {
            notes.problem(
                    "node",
                    "which one is the first is not known: " + first.name() + " is BACKUP with priority "
                            + best.priority() + " ("
                            + best.main().at("priority").lineOfFile()
                            + "); give the other nodes' keepalived.conf as well, or " + inOrder());
            return nodes;
        }
        notes.remark("the order behind " + first.name()
                + " is that of the servers: the other nodes' keepalived.conf were not given");
        List<Seen> order = new ArrayList<>(nodes);
        order.remove(first);
        order.addFirst(first);
        return order;
    }

    private void equals(List<Map.Entry<Seen, Router>> ranked) {
        Map.Entry<Seen, Router> first = ranked.get(0);
        Map.Entry<Seen, Router> second = ranked.get(1);
        if (BEST.compare(first.getValue(), second.getValue()) == 0) {
            notes.remark(first.getKey().name() + " and " + second.getKey().name() + " have the same priority, "
                    + first.getValue().priority() + "; put the one that holds the VIP first, so that it stays: "
                    + inOrder());
        }
    }

    private String inOrder() {
        return nodes.stream().map(node -> "--node " + node.pair()).collect(Collectors.joining(" "))
                + ", the one with the highest priority first";
    }

    /** Unicast adverts go between the nodes' addresses in the new files; old nodes hear those that they know alone. */
    private void peers() {
        for (Router router : routers) {
            List<Word> hosts = new ArrayList<>(router.source().stream().toList());
            router.main()
                    .body()
                    .children("unicast_peer")
                    .flatMap(block -> block.children().stream())
                    .forEach(line -> hosts.add(line.head()));
            for (Word host : hosts) {
                if (nodes.stream().noneMatch(node -> Words.same(node.address(), host.text()))) {
                    notes.obstacle("unicast: " + Words.shown(host.text()) + " ("
                            + host.at().lineOfFile() + ") is the address of no node; adverts would not reach it");
                }
            }
        }
    }
}
