package io.vipagent.tools.doctor.facts;

import io.vipagent.config.Settings;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of keepalived's and haproxy's files concerns the apiservers: one haproxy may serve an ingress or a web site too,
 * and one keepalived the addresses of others.
 */
public final class ApiServers {
    private static final String PORT = "6443";
    private static final Pattern NAME =
            Pattern.compile("(?i).*(api-?_?server|kube-?_?api|k8s-?_?api|control-?_?plane).*");
    private static final Set<String> PORTS_OF_OTHERS = Set.of("80", "443", "8080", "30080", "30443");

    private ApiServers() {}

    /** Returns the proxies of haproxy whose servers are apiservers. */
    public static List<Proxy> proxies(Facts facts) {
        List<Proxy> serving = facts.haproxy().stream()
                .flatMap(conf -> conf.proxies().stream())
                .filter(proxy -> !proxy.servers().isEmpty())
                .toList();
        return serving.stream()
                .filter(proxy -> isBehind(facts, proxy) || (serving.size() == 1 && !isOfOthers(proxy)))
                .toList();
    }

    /** Returns the servers of {@link #proxies}. */
    public static List<Server> servers(Facts facts) {
        return proxies(facts).stream()
                .flatMap(proxy -> proxy.servers().stream())
                .toList();
    }

    /** Returns the servers of {@code proxy} that are apiservers by their port, whatever the proxy is called. */
    public static List<Server> byPort(Facts facts, Proxy proxy) {
        Set<String> probed = facts.agent()
                .targets()
                .filter(target -> target.role() == TargetRole.LOCAL || target.role() == TargetRole.BACKEND)
                .map(target -> Integer.toString(target.port()))
                .collect(Collectors.toSet());
        return proxy.servers().stream()
                .filter(server -> server.port().equals(PORT)
                        || (probed.contains(server.port()) && !PORTS_OF_OTHERS.contains(server.port())))
                .toList();
    }

    private static boolean isBehind(Facts facts, Proxy proxy) {
        return NAME.matcher(proxy.name()).matches()
                || !byPort(facts, proxy).isEmpty()
                || proxy.servers().stream().map(Server::port).anyMatch(port -> port.indexOf('$') >= 0);
    }

    private static boolean isOfOthers(Proxy proxy) {
        return proxy.servers().stream().map(Server::port).allMatch(PORTS_OF_OTHERS::contains);
    }

    /**
     * Returns the virtual routers of {@code conf} that move the address of the apiservers: those that the agent
     * watches, else all that track the agent's own check, else all.
     */
    public static List<VrrpInstance> instances(Facts facts, KeepalivedConf conf) {
        List<VrrpInstance> watched = conf.instances().stream()
                .filter(instance -> isWatched(facts, instance))
                .toList();
        if (!watched.isEmpty()) {
            return watched;
        }
        List<VrrpInstance> ours = conf.instances().stream()
                .filter(instance -> conf.scripts(instance).stream().anyMatch(ApiServers::isOurs))
                .toList();
        return ours.isEmpty() ? conf.instances() : ours;
    }

    private static boolean isWatched(Facts facts, VrrpInstance instance) {
        return facts.agent().settings().stream()
                .map(Settings::vips)
                .anyMatch(vips -> instance.addresses().stream()
                        .flatMap(address -> IpAddresses.literal(address.address()).stream())
                        .anyMatch(vips::contains));
    }

    private static boolean isOurs(VrrpScript script) {
        return script.arguments().stream()
                .anyMatch(
                        word -> word.contains("vip-agent") || NAME.matcher(word).matches());
    }

    /** Returns the scripts of this node that decide who has the address of the apiservers. */
    public static Stream<VrrpScript> scripts(Facts facts) {
        return facts.own()
                .flatMap(conf -> instances(facts, conf).stream().flatMap(instance -> conf.scripts(instance).stream()))
                .distinct();
    }
}
