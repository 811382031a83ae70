package io.vipagent.tools.init.migrate;

import io.vipagent.tools.conf.haproxy.Bind;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether keepalived and haproxy are on the apiservers' nodes, or on load balancers, which are hosts of their own. */
final class LoadBalancers {
    private LoadBalancers() {}

    /** Returns whether they are on hosts of their own; notes why. */
    static boolean isOfItsOwn(LegacySetUp old, List<LegacyNode> servers, List<Router> routers, MigrationLog notes) {
        if (notes.asked(NodeOrder.LOAD_BALANCER).isPresent()) {
            return true;
        }
        if (servers.isEmpty() || notes.asked("node").isPresent() && routers.isEmpty()) {
            return false;
        }
        List<LegacyNode> known = NodeOrder.asked("node", notes);
        List<LegacyNode> apiServers = known.isEmpty() ? servers : known;
        if (isAmongThem(apiServers, routers)) {
            return false;
        }
        Optional<String> why =
                byAddress(apiServers, routers).or(() -> byPort(old)).or(() -> byName(old, apiServers, routers));
        why.ifPresent(reason -> notes.remark("keepalived and haproxy are on load balancers, hosts of their own: "
                + reason + ". The agents go there, and nothing is put on the nodes of the apiservers"));
        return why.isPresent();
    }

    /** Returns whether a file says that it is one of the apiservers' own nodes, by its address or its name. */
    private static boolean isAmongThem(List<LegacyNode> servers, List<Router> routers) {
        return UnicastNodes.seen(routers).stream().anyMatch(isAmong(servers))
                || routers.stream()
                        .map(UnicastNodes::name)
                        .anyMatch(name -> servers.stream()
                                .anyMatch(server -> server.name().equals(name)));
    }

    /** Advertisements go between hosts of which none is an apiserver's. */
    private static Optional<String> byAddress(List<LegacyNode> servers, List<Router> routers) {
        List<LegacyNode> hosts = UnicastNodes.seen(routers);
        return hosts.stream()
                .findFirst()
                .filter(_ -> hosts.stream().noneMatch(isAmong(servers)))
                .map(host -> "advertisements come from " + host.address() + " (" + host.where()
                        + "), which is the address of no server");
    }

    private static Predicate<LegacyNode> isAmong(List<LegacyNode> servers) {
        Set<String> addresses = servers.stream()
                .map(server -> AddressWords.normalized(server.address()))
                .collect(Collectors.toSet());
        return host -> addresses.contains(AddressWords.normalized(host.address()));
    }

    /** On one host haproxy and an apiserver cannot both have the port. */
    private static Optional<String> byPort(LegacySetUp old) {
        return HaproxyChoice.of(HaproxyConf.of(old.haproxy().getFirst())).flatMap(choice -> {
            Set<String> ports = new HashSet<>();
            choice.backend().servers().stream().map(Server::port).forEach(ports::add);
            return choice.fronts().stream()
                    .flatMap(front -> front.binds().stream())
                    .filter(bind -> ports.contains(bind.port()))
                    .filter(bind ->
                            !bind.host().startsWith("127.") && !bind.host().equals("::1"))
                    .findFirst()
                    .map(LoadBalancers::samePort);
        });
    }

    private static String samePort(Bind bind) {
        return "haproxy listens on " + bind.port() + " (" + bind.at().lineOfFile() + "), the apiservers' own port";
    }

    /** Returns a name that says so, and that is no server's. */
    private static Optional<String> byName(LegacySetUp old, List<LegacyNode> servers, List<Router> routers) {
        Set<String> own = old.addresses().stream().map(AddressWords::normalized).collect(Collectors.toSet());
        boolean here = servers.stream().anyMatch(server -> own.contains(AddressWords.normalized(server.address())));
        return routers.stream()
                .filter(router -> !here)
                .flatMap(router -> router.global("router_id").flatMap(line -> line.argument()).stream())
                .filter(word ->
                        servers.stream().noneMatch(server -> server.name().equals(LegacyNode.plain(word.text()))))
                .filter(word ->
                        word.text().matches("(?i).*(\\blb|lb[-_]?[0-9]|load|balanc|haproxy|proxy|^ha[-_]?[0-9]).*"))
                .findFirst()
                .map(word -> "router_id is " + AddressWords.shown(word.text()) + " ("
                        + word.at().lineOfFile() + "), which is no server's name");
    }

    /** Returns the load balancers, as far as the files name them; what they do not say is asked for. */
    static List<LegacyNode> balancers(List<Router> routers, MigrationLog notes) {
        List<LegacyNode> given = NodeOrder.asked(NodeOrder.LOAD_BALANCER, notes);
        if (!given.isEmpty()) {
            return given;
        }
        List<LegacyNode> seen = UnicastNodes.seen(routers);
        if (!seen.isEmpty() && seen.stream().noneMatch(host -> host.name().isEmpty())) {
            return seen;
        }
        List<LegacyNode> hosts = new ArrayList<>(seen);
        if (hosts.isEmpty()) {
            routers.stream()
                    .map(UnicastNodes::name)
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .forEach(name -> hosts.add(new LegacyNode(name, "ADDRESS", "")));
        }
        // Without them it would be compared with the port of the nodes.
        notes.forget("port");
        notes.problem(
                NodeOrder.LOAD_BALANCER,
                "the load balancers are hosts of their own, and the files do not say what each is called and "
                        + "where it is; give " + UnicastNodes.suggestion(hosts, NodeOrder.LOAD_BALANCER));
        return List.of();
    }
}
