package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.haproxy.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hosts behind the servers of a backend: one that has a line for each family is one node. */
final class ServerHosts {
    /** How people tell the two lines of one host apart. */
    private static final String FAMILY = "(?i)[-_.]*(ipv|ip|inet|v)[-_]?[46]$";

    private ServerHosts() {}

    /**
     * Returns one node for each host, in the order of the file.
     *
     * @param six whether a node's address is of IPv6 where it has both
     */
    static List<LegacyNode> nodes(List<Server> servers, boolean six, MigrationLog notes) {
        List<Server> own = of(servers, six);
        List<Server> others = of(servers, !six);
        List<LegacyNode> nodes = new ArrayList<>();
        for (Server server : servers) {
            Optional<Server> twin = others.contains(server) ? twin(server, others, own) : Optional.empty();
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

    private static List<Server> of(List<Server> servers, boolean six) {
        return servers.stream().filter(server -> isSix(server) == six).toList();
    }

    private static boolean isSix(Server server) {
        return AddressWords.address(server.host()).indexOf(':') >= 0;
    }

    /**
     * Returns the line of the other family that is the same host's: by their names, else by the numbers that they end
     * with.
     */
    private static Optional<Server> twin(Server server, List<Server> mine, List<Server> theirs) {
        Optional<Server> named = theirs.stream()
                .filter(other -> name(other, true).equals(name(server, true)))
                .findFirst();
        return named.isPresent() || mine.size() != theirs.size()
                ? named
                : theirs.stream()
                        .filter(other -> number(other).equals(number(server)))
                        .filter(other -> count(mine, server) == 1 && count(theirs, other) == 1)
                        .findFirst();
    }

    private static long count(List<Server> servers, Server wanted) {
        return servers.stream()
                .filter(server -> number(server).equals(number(wanted)))
                .count();
    }

    /** Returns what stands behind the last point or colon of its address. */
    private static String number(Server server) {
        String host = AddressWords.address(server.host());
        return host.substring(Math.max(host.lastIndexOf('.'), host.lastIndexOf(':')) + 1);
    }

    private static String name(Server server, boolean bare) {
        String stripped = server.name().replaceFirst(FAMILY, "");
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
