package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosts that send advertisements to each other, by the names that their files give them. */
final class UnicastNodes {
    /** What keepalived's own sample and the guide have there, on every node. */
    private static final String NO_NAME = "LVS_DEVEL";

    private UnicastNodes() {}

    /** Returns all of them where each has a name; else none, and what to give is said. */
    static List<LegacyNode> of(List<Router> routers, MigrationLog notes) {
        List<LegacyNode> nodes = seen(routers);
        if (nodes.isEmpty() || nodes.stream().anyMatch(node -> node.name().isEmpty())) {
            notes.problem(
                    "node",
                    "without haproxy.cfg the files do not say what every node is called; give "
                            + suggestion(nodes, "node"));
            return List.of();
        }
        return nodes;
    }

    /** Returns the hosts that have a file first, then those that are only sent to, whose names are not known. */
    static List<LegacyNode> seen(List<Router> routers) {
        Map<String, LegacyNode> nodes = new LinkedHashMap<>();
        for (Router router : routers) {
            router.source().ifPresent(word -> add(nodes, name(router), word));
        }
        for (Router router : routers) {
            router.main()
                    .body()
                    .children("unicast_peer")
                    .flatMap(block -> block.children().stream())
                    .forEach(line -> add(nodes, "", line.head()));
        }
        return List.copyOf(nodes.values());
    }

    private static void add(Map<String, LegacyNode> nodes, String name, Word address) {
        String bare = AddressWords.address(address.text());
        nodes.putIfAbsent(
                AddressWords.normalized(bare),
                new LegacyNode(name, bare, address.at().lineOfFile()));
    }

    /** Returns what {@code router_id} says, where somebody has changed it. */
    static String name(Router router) {
        return router.global("router_id")
                .flatMap(line -> line.argument())
                .map(Word::text)
                .filter(name -> !name.equals(NO_NAME))
                .map(LegacyNode::plain)
                .orElse("");
    }

    /** Returns the options to give, with the addresses that are known. */
    static String suggestion(List<LegacyNode> nodes, String option) {
        if (nodes.isEmpty()) {
            return "--" + option + " NAME=ADDRESS for each, the one with the highest priority first";
        }
        StringBuilder options = new StringBuilder();
        for (LegacyNode node : nodes) {
            String name =
                    Optional.of(node.name()).filter(known -> !known.isEmpty()).orElse("NAME");
            options.append("--")
                    .append(option)
                    .append(' ')
                    .append(name)
                    .append('=')
                    .append(node.address())
                    .append(' ');
        }
        return options + "(the one with the highest priority first)";
    }
}
