package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.haproxy.Bind;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.conf.haproxy.Section;
import io.vipagent.tools.conf.haproxy.Server;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What haproxy.cfg says of the apiservers: where clients come in, and where they go. */
final class HaproxyImport {
    private final HaproxyParser.HaproxyTree tree;
    private final boolean six;
    private final MigrationLog notes;

    private HaproxyImport(HaproxyParser.HaproxyTree tree, boolean six, MigrationLog notes) {
        this.tree = tree;
        this.six = six;
        this.notes = notes;
    }

    /**
     * Returns the nodes behind it, in the order of the file; notes its ports, and what is left over.
     *
     * @param six whether the advertisements, and so the nodes' addresses, are of IPv6
     */
    static List<LegacyNode> read(HaproxyParser.HaproxyTree tree, boolean six, MigrationLog notes) {
        return new HaproxyImport(tree, six, notes).read();
    }

    private List<LegacyNode> read() {
        Optional<HaproxyChoice> found = HaproxyChoice.of(HaproxyConf.of(tree));
        if (found.isEmpty()) {
            notes.problem(
                    "node",
                    tree.file() + ": no backend looks like the apiservers' (its name, their port 6443, a check of"
                            + " /healthz); give --node NAME=ADDRESS for each");
            HaproxyLeftovers.note(tree, Set.of(), notes);
            return List.of();
        }
        HaproxyChoice choice = found.get();
        List<Server> servers = choice.backend().servers();
        apiPort(servers);
        ports(choice);
        credentials(servers);
        HaproxyLeftovers.note(
                tree,
                Set.copyOf(tree.sections().stream()
                        .filter(in(choice.proxies()))
                        .distinct()
                        .toList()),
                notes);
        return ServerHosts.nodes(servers, six, notes);
    }

    private void apiPort(List<Server> servers) {
        List<String> ports = servers.stream().map(Server::port).distinct().toList();
        if (ports.size() > 1) {
            boolean missing = ports.contains("");
            Server other = servers.stream()
                    .filter(server ->
                            missing ? server.port().isEmpty() : !server.port().equals(ports.getFirst()))
                    .findFirst()
                    .orElseThrow();
            notes.problem(
                    "api-port",
                    missing
                            ? "server " + other.name() + " has no port ("
                                    + other.at().lineOfFile() + "), expected ADDRESS:PORT in one word"
                            : "the apiservers have several ports, " + String.join(", ", ports) + " ("
                                    + other.at().lineOfFile() + "); init knows one for all");
        } else if (!ports.getFirst().isEmpty()) {
            notes.put("api-port", ports.getFirst(), servers.getFirst().at());
        } else {
            notes.problem(
                    "api-port",
                    "no server has a port (" + servers.getFirst().at().lineOfFile() + ")");
        }
    }

    /** The certificate that haproxy's check shows; {@code crt} names a file that holds the key as well. */
    private void credentials(List<Server> servers) {
        servers.stream()
                .flatMap(server -> server.value("ca-file").stream())
                .findFirst()
                .filter(word -> word.text().startsWith("/"))
                .ifPresent(word -> notes.put("ca-file", word.text(), word.at()));
        servers.stream()
                .flatMap(server -> server.value("crt").stream())
                .findFirst()
                .filter(word -> word.text().startsWith("/"))
                .ifPresent(word -> {
                    notes.put("cert-file", word.text(), word.at());
                    notes.put("key-file", word.text(), word.at());
                });
    }

    private void ports(HaproxyChoice choice) {
        List<Bind> binds = binds(choice.fronts());
        shared(choice, binds);
        if (binds.isEmpty()) {
            if (choice.shared().isEmpty()) {
                notes.problem("port", tree.file() + ": no bind leads to the apiservers");
            }
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
                        "the new one is on every address; let a firewall keep out those that it kept out");
            }
        }
    }

    /**
     * A listener that others share stays as it is: taken over whole, it would send the others' clients to the
     * apiservers.
     */
    private void shared(HaproxyChoice choice, List<Bind> binds) {
        for (Proxy proxy : choice.shared()) {
            String all = proxy.binds().stream()
                    .map(bind -> bind.host() + ":" + bind.port())
                    .collect(Collectors.joining(", "));
            String others = proxy.backends().stream()
                    .map(Word::text)
                    .filter(name -> !name.equals(choice.backend().name()))
                    .distinct()
                    .collect(Collectors.joining(", "));
            String where = "bind " + all + " (" + proxy.at().lineOfFile() + ") leads to " + others + " as well";
            if (binds.isEmpty()) {
                notes.problem(
                        "port",
                        where + ", so it is not taken over: give --port, a port of the apiservers' own, and keep "
                                + proxy.name() + " beside it");
            }
            notes.left(
                    proxy.at(),
                    MigrationLog.first(proxy.section().head().words()),
                    "it leads to " + others
                            + " as well, so it is not taken over: append it to the new haproxy.cfg, with "
                            + choice.backend().name() + " called apiservers");
        }
    }

    private static List<Bind> binds(List<Proxy> proxies) {
        return proxies.stream().flatMap(proxy -> proxy.binds().stream()).toList();
    }

    private static Predicate<Section> in(List<Proxy> proxies) {
        Set<Section> sections = proxies.stream().map(Proxy::section).collect(Collectors.toSet());
        return sections::contains;
    }
}
