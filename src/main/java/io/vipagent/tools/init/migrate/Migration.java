package io.vipagent.tools.init.migrate;

import io.vipagent.config.RawOption;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the classic set-up. */
public final class Migration {
    private static final String NO_SUCH_NAME = "LVS_DEVEL";

    private Migration() {}

    /**
     * What is there as options of {@code init}.
     *
     * @param asked options that somebody has given, which win: what they answer is no problem any more
     */
    public static MigrationResult read(LegacySetUp old, Map<String, List<RawOption>> asked) {
        MigrationLog notes = new MigrationLog(asked);
        boolean haproxy = !old.haproxy().isEmpty();
        notes.put(
                "set-up",
                haproxy ? "systemd" : "keepalived-only",
                haproxy ? "there is " + old.haproxy().getFirst().file() : "there is no haproxy.cfg");
        notes.put("running", "true", "its files are there");
        List<Router> routers = KeepalivedImport.read(old.keepalived(), old.scripts(), notes);
        List<LegacyNode> nodes = haproxy ? HaproxyImport.read(old.haproxy().getFirst(), notes) : peers(routers, notes);
        same(old, nodes, notes);
        NodeOrder.note(nodes, routers, old.addresses(), notes);
        script(old, haproxy, notes);
        old.conditional()
                .forEach(at -> notes.left(at, "@", "a condition, read as on this host; compare what other hosts get"));
        if (notes.asked("set-up").filter("kube-vip"::equals).isPresent()) {
            notes.obstacle("set-up: kube-vip moves the VIP by other means and takes nothing over; leave out --from");
        }
        return notes.found(old.faults());
    }

    /** Without haproxy, the nodes are those that send adverts to each other. */
    private static List<LegacyNode> peers(List<Router> routers, MigrationLog notes) {
        List<LegacyNode> nodes = new ArrayList<>();
        for (Router router : routers) {
            Optional<Word> source = router.source();
            source.ifPresent(word -> nodes.add(new LegacyNode(
                    router.global("router_id")
                            .flatMap(line -> line.argument())
                            .map(Word::text)
                            .filter(name -> !name.equals(NO_SUCH_NAME))
                            .map(LegacyNode::plain)
                            .orElse(""),
                    word.text(),
                    word.at().lineOfFile())));
        }
        Stream<String> peers =
                routers.stream().map(Router::main).map(VrrpInstance::peers).flatMap(List::stream);
        boolean all = peers.allMatch(peer -> nodes.stream().anyMatch(node -> AddressWords.same(node.address(), peer)));
        if (nodes.isEmpty()
                || !all
                || nodes.stream().anyMatch(node -> node.name().isEmpty())) {
            notes.problem(
                    "node",
                    "without haproxy.cfg the files do not say what every node is called; give --node NAME=ADDRESS for each,"
                            + " the one with the highest priority first");
            return List.of();
        }
        return nodes;
    }

    /** Other nodes' haproxy.cfg have the same servers. */
    private static void same(LegacySetUp old, List<LegacyNode> nodes, MigrationLog notes) {
        for (HaproxyParser.HaproxyTree tree : old.haproxy().stream().skip(1).toList()) {
            MigrationLog aside = new MigrationLog(Map.of());
            List<String> others = HaproxyImport.read(tree, aside).stream()
                    .map(LegacyNode::pair)
                    .sorted()
                    .toList();
            if (!others.equals(nodes.stream().map(LegacyNode::pair).sorted().toList())) {
                notes.problem(
                        "node",
                        "the servers of " + tree.file() + " are not those of "
                                + old.haproxy().getFirst().file() + "; give --node NAME=ADDRESS for each");
            }
        }
    }

    /** The port that the old check asks: without haproxy it is the apiserver's, with it haproxy's. */
    private static void script(LegacySetUp old, boolean haproxy, MigrationLog notes) {
        for (Source script : old.scripts().values()) {
            CheckScript.port(script).ifPresent(port -> {
                if (!haproxy && !notes.has("api-port")) {
                    notes.put("api-port", port, script.file());
                    notes.remark("api-port " + port + " is what " + script.file()
                            + " asks; where haproxy listens there, give its haproxy.cfg to --from as well");
                }
            });
        }
    }
}
