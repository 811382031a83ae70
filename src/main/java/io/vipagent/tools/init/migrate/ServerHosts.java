package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.haproxy.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The hosts behind the servers of a backend: one that has a line for each family is one node. */
final class ServerHosts {
    /** How people tell the two lines of one host apart. */
    private static final Pattern FAMILY = Pattern.compile("(?i)(?<![-_.])[-_.]*+(ipv|ip|inet|v)[-_]?[46]$");

    /**
     * The servers whose addresses are of one family.
     *
     * @param byName the first one of each name, without the family
     * @param byNumber all that end with one number
     */
    private record Servers(List<Server> all, Map<String, Server> byName, Map<String, List<Server>> byNumber) {
        static Servers of(List<Server> servers, boolean six) {
            List<Server> all =
                    servers.stream().filter(server -> isSix(server) == six).toList();
            return new Servers(
                    all,
                    all.stream()
                            .collect(Collectors.toMap(server -> name(server, true), server -> server, (one, _) -> one)),
                    all.stream().collect(Collectors.groupingBy(ServerHosts::number)));
        }

        /** Returns the one that ends with this number, where there is one alone. */
        Optional<Server> numbered(String number) {
            List<Server> same = byNumber.getOrDefault(number, List.of());
            return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
        }
    }

    private ServerHosts() {}

    /**
     * Returns one node for each host, in the order of the file.
     *
     * @param six whether a node's address is of IPv6 where it has both
     */
    static List<LegacyNode> nodes(List<Server> servers, boolean six, MigrationLog notes) {
        Servers own = Servers.of(servers, six);
        Servers others = Servers.of(servers, !six);
        List<LegacyNode> nodes = new ArrayList<>();
        for (Server server : servers) {
            Optional<Server> twin = isSix(server) == six ? Optional.empty() : twin(server, others, own);
            if (twin.isPresent()) {
                notes.left(
                        server.at(),
                        "server " + server.name() + " " + server.address().text(),
                        "it is the host of " + twin.get().name() + ", and init gives a node one address, that of the"
                                + " advertisements' family; add the line to the new haproxy.cfg by hand where "
                                + "it is needed");
            } else {
                boolean named = twin(server, own, others).isPresent();
                nodes.add(node(server, named, notes));
            }
        }
        return nodes;
    }

    private static boolean isSix(Server server) {
        return AddressWords.address(server.host()).indexOf(':') >= 0;
    }

    /**
     * Returns the line of the other family that is the same host's: by their names, else by the numbers that they end
     * with.
     */
    private static Optional<Server> twin(Server server, Servers mine, Servers theirs) {
        Optional<Server> named = Optional.ofNullable(theirs.byName().get(name(server, true)));
        if (named.isPresent() || mine.all().size() != theirs.all().size()) {
            return named;
        }
        String number = number(server);
        return mine.numbered(number).flatMap(_ -> theirs.numbered(number));
    }

    /** Returns what stands behind the last point or colon of its address. */
    private static String number(Server server) {
        String host = AddressWords.address(server.host());
        return host.substring(Math.max(host.lastIndexOf('.'), host.lastIndexOf(':')) + 1);
    }

    private static String name(Server server, boolean bare) {
        String stripped = FAMILY.matcher(server.name()).replaceFirst("");
        return bare && !stripped.isEmpty() ? stripped : server.name();
    }

    private static LegacyNode node(Server server, boolean twin, MigrationLog notes) {
        String given = name(server, twin);
        String name = LegacyNode.plain(given);
        if (!name.equals(server.name())) {
            notes.remark("server " + AddressWords.shown(server.name()) + " ("
                    + server.at().lineOfFile() + ") is called \"" + name
                    + "\" here: a node's name is one of a host");
        }
        return new LegacyNode(
                name, AddressWords.address(server.host()), server.at().lineOfFile());
    }
}
