package io.vipagent.migrate;

import io.vipagent.config.OptionsFile.Given;
import io.vipagent.haproxy.conf.Parser;
import io.vipagent.keepalived.conf.VrrpInstance;
import io.vipagent.text.Source;
import io.vipagent.text.Word;
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
    public static Found read(Old old, Map<String, List<Given>> asked) {
        Notes notes = new Notes(asked);
        boolean haproxy = !old.haproxy().isEmpty();
        notes.put(
                "set-up",
                haproxy ? "systemd" : "keepalived-only",
                haproxy ? "there is " + old.haproxy().getFirst().file() : "there is no haproxy.cfg");
        notes.put("running", "true", "its files are there");
        List<Router> routers = KeepalivedSide.read(old.keepalived(), old.scripts(), notes);
        List<Seen> nodes = haproxy ? HaproxySide.read(old.haproxy().getFirst(), notes) : peers(routers, notes);
        same(old, nodes, notes);
        Order.note(nodes, routers, old.addresses(), notes);
        script(old, haproxy, notes);
        old.conditional()
                .forEach(at -> notes.left(at, "@", "a condition, read as on this host; compare what other hosts get"));
        if (notes.asked("set-up").filter("kube-vip"::equals).isPresent()) {
            notes.obstacle("set-up: kube-vip moves the VIP by other means and takes nothing over; leave out --from");
        }
        return notes.found(old.faults());
    }

    /** Without haproxy, the nodes are those that send adverts to each other. */
    private static List<Seen> peers(List<Router> routers, Notes notes) {
        List<Seen> nodes = new ArrayList<>();
        for (Router router : routers) {
            Optional<Word> source = router.source();
            source.ifPresent(word -> nodes.add(new Seen(
                    router.global("router_id")
                            .flatMap(line -> line.argument())
                            .map(Word::text)
                            .filter(name -> !name.equals(NO_SUCH_NAME))
                            .map(Seen::plain)
                            .orElse(""),
                    word.text(),
                    word.at().lineOfFile())));
        }
        Stream<String> peers =
                routers.stream().map(Router::main).map(VrrpInstance::peers).flatMap(List::stream);
        boolean all = peers.allMatch(peer -> nodes.stream().anyMatch(node -> Words.same(node.address(), peer)));
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
    private static void same(Old old, List<Seen> nodes, Notes notes) {
        for (Parser.Tree tree : old.haproxy().stream().skip(1).toList()) {
            Notes aside = new Notes(Map.of());
            List<String> others = HaproxySide.read(tree, aside).stream()
                    .map(Seen::pair)
                    .sorted()
                    .toList();
            if (!others.equals(nodes.stream().map(Seen::pair).sorted().toList())) {
                notes.problem(
                        "node",
                        "the servers of " + tree.file() + " are not those of "
                                + old.haproxy().getFirst().file() + "; give --node NAME=ADDRESS for each");
            }
        }
    }

    /** The port that the old check asks: without haproxy it is the apiserver's, with it haproxy's. */
    private static void script(Old old, boolean haproxy, Notes notes) {
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
