package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.haproxy.Bind;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.haproxy.Line;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.conf.haproxy.Section;
import io.vipagent.tools.conf.haproxy.Server;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What haproxy.cfg says of the apiservers: where clients come in, and where they go. */
final class HaproxyImport {
    private static final int MIN_LIKENESS = 2;

    private final HaproxyParser.HaproxyTree tree;
    private final MigrationLog notes;

    private HaproxyImport(HaproxyParser.HaproxyTree tree, MigrationLog notes) {
        this.tree = tree;
        this.notes = notes;
    }

    /** The nodes behind it, in the order of the file; notes its ports, and what is left over. */
    static List<LegacyNode> read(HaproxyParser.HaproxyTree tree, MigrationLog notes) {
        return new HaproxyImport(tree, notes).read();
    }

    private List<LegacyNode> read() {
        HaproxyConf conf = HaproxyConf.of(tree);
        Optional<Proxy> backend = conf.proxies().stream()
                .filter(proxy -> !proxy.servers().isEmpty() && likeness(proxy) >= MIN_LIKENESS)
                .max(Comparator.comparingInt(HaproxyImport::likeness));
        if (backend.isEmpty()) {
            notes.problem(
                    "node",
                    tree.file() + ": no backend looks like the apiservers' (its name, their port 6443, a check of"
                            + " /healthz); give --node NAME=ADDRESS for each");
            HaproxyLeftovers.note(tree, Set.of(), notes);
            return List.of();
        }
        List<Server> servers = backend.get().servers();
        apiPort(servers);
        List<Proxy> fronts = fronts(conf, backend.get());
        ports(fronts);
        HaproxyLeftovers.note(tree, mine(backend.get(), fronts), notes);
        return nodes(servers);
    }

    /** How much it looks like the guide's backend. */
    private static int likeness(Proxy proxy) {
        int likeness = 0;
        likeness += proxy.name().matches("(?i).*(api|kube|k8s|master|control).*") ? 1 : 0;
        likeness +=
                proxy.checkPaths().stream().anyMatch(path -> path.text().matches("/(health|ready|live)z.*")) ? 1 : 0;
        likeness += proxy.servers().stream().allMatch(server -> port(server).equals("6443")) ? 1 : 0;
        likeness += proxy.servers().stream().allMatch(server -> server.has("check-ssl")) ? 1 : 0;
        return likeness + (proxy.isTcp() ? 1 : 0);
    }

    private void apiPort(List<Server> servers) {
        List<String> ports =
                servers.stream().map(HaproxyImport::port).distinct().toList();
        if (ports.size() > 1) {
            Server other = servers.stream()
                    .filter(server -> !port(server).equals(ports.getFirst()))
                    .findFirst()
                    .orElseThrow();
            notes.problem(
                    "api-port",
                    "the apiservers have several ports, " + String.join(", ", ports) + " ("
                            + other.at().lineOfFile() + "); init knows one for all");
        } else if (!ports.getFirst().isEmpty()) {
            notes.put("api-port", ports.getFirst(), servers.getFirst().at());
        } else {
            notes.problem(
                    "api-port",
                    "no server has a port (" + servers.getFirst().at().lineOfFile() + ")");
        }
    }

    private static List<Proxy> fronts(HaproxyConf conf, Proxy backend) {
        return Stream.concat(
                        Stream.of(backend),
                        conf.proxies().stream()
                                .filter(proxy -> proxy.lines()
                                        .anyMatch(line -> (line.begins("default_backend") || line.begins("use_backend"))
                                                && line.word(1)
                                                        .filter(name -> name.is(backend.name()))
                                                        .isPresent())))
                .filter(proxy -> !proxy.binds().isEmpty())
                .toList();
    }

    private void ports(List<Proxy> fronts) {
        List<Bind> binds =
                fronts.stream().flatMap(proxy -> proxy.binds().stream()).toList();
        if (binds.isEmpty()) {
            notes.problem("port", tree.file() + ": no bind leads to the apiservers");
            return;
        }
        Bind first = binds.getFirst();
        notes.put("port", first.port(), first.at());
        for (Bind bind : binds) {
            if (!bind.port().equals(first.port())) {
                notes.left(bind.at(), "bind " + bind.host() + ":" + bind.port(), "init opens one port; add it by hand");
            } else if (!Set.of("", "*", "0.0.0.0", "::").contains(bind.host())) {
                notes.left(
                        bind.at(),
                        "bind " + bind.host() + ":" + bind.port(),
                        "the new one is on every address; let a firewall keep out whom it kept out");
            }
        }
    }

    private static Predicate<Section> in(List<Proxy> proxies) {
        return section -> proxies.stream().anyMatch(proxy -> proxy.section().equals(section));
    }

    private Set<Section> mine(Proxy backend, List<Proxy> fronts) {
        List<Proxy> all = new ArrayList<>(fronts);
        all.add(backend);
        return Set.copyOf(tree.sections().stream().filter(in(all)).distinct().toList());
    }

    private List<LegacyNode> nodes(List<Server> servers) {
        List<LegacyNode> nodes = new ArrayList<>();
        for (Server server : servers) {
            String name = LegacyNode.plain(server.name());
            if (!name.equals(server.name())) {
                notes.remark("server " + AddressWords.shown(server.name()) + " ("
                        + server.at().lineOfFile() + ") is called \"" + name
                        + "\" here: a node's name is one of a host");
            }
            nodes.add(new LegacyNode(
                    name, AddressWords.address(server.host()), server.at().lineOfFile()));
        }
        return nodes;
    }

    private static String port(Server server) {
        Word address = server.address();
        int colon = address.text().lastIndexOf(':');
        return colon < 0 || address.text().endsWith("]") ? "" : address.text().substring(colon + 1);
    }

    /** Whether a line begins with one of these. */
    static boolean begins(Line line, List<String> heads) {
        return heads.stream().anyMatch(head -> line.begins(head.split(" ")));
    }
}
