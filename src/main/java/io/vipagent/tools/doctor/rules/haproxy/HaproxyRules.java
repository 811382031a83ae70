package io.vipagent.tools.doctor.rules.haproxy;

import io.vipagent.core.text.Durations;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.haproxy.Bind;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.doctor.facts.ApiServers;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.HostFacts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import io.vipagent.tools.doctor.rules.TargetPath;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules look whether haproxy believes only the good ones of the apiservers, and starts. Other backends of it are
 * none of our business.
 */
public final class HaproxyRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        return Stream.of(
                        ApiServers.proxies(facts).stream()
                                .flatMap(proxy -> proxy.checkPaths().stream())
                                .filter(path -> TargetPath.isHealthz(path.text()))
                                .map(path -> Finding.at(
                                        FindingId.HEALTHZ_NOT_READYZ,
                                        path.at(),
                                        "haproxy's check asks " + path.text(),
                                        "http-check send meth GET uri /readyz")),
                        ApiServers.proxies(facts).stream().flatMap(proxy -> unverified(proxy).stream()),
                        ApiServers.proxies(facts).stream().flatMap(proxy -> inHttp(facts, proxy).stream()),
                        facts.haproxy().stream()
                                .flatMap(conf -> conf.proxies().stream())
                                .flatMap(proxy -> Stream.of(agentAlone(proxy), holdsTooLong(proxy))
                                        .flatMap(Optional::stream)),
                        facts.haproxy().stream().flatMap(HaproxyRules::refused),
                        nonlocal(facts))
                .flatMap(found -> found);
    }

    private static Optional<Finding> unverified(Proxy proxy) {
        return proxy.servers().stream()
                .flatMap(server -> server.value("verify").stream())
                .filter(word -> word.is("none"))
                .findFirst()
                .map(word -> Finding.at(
                        FindingId.VERIFY_NONE,
                        word.at(),
                        "haproxy verifies no certificate of " + proxy.name(),
                        "verify required ca-file /etc/kubernetes/pki/ca.crt verifyhost kubernetes"));
    }

    /** Judges by the port: a backend may be called after a host, and its web servers do speak HTTP. */
    private static Optional<Finding> inHttp(Facts facts, Proxy proxy) {
        List<Server> found = proxy.isTcp()
                ? List.of()
                : ApiServers.byPort(facts, proxy).stream()
                        .filter(server -> !server.has("ssl"))
                        .toList();
        return found.stream()
                .findFirst()
                .map(server -> Finding.at(
                        FindingId.HAPROXY_MODE_HTTP,
                        server.at(),
                        proxy.name() + " is in mode http, and " + CheckRules.names(found) + " without ssl",
                        "mode tcp in " + proxy.name() + " and in the frontend before it: clients' TLS passes through"));
    }

    private static Optional<Finding> agentAlone(Proxy proxy) {
        List<Server> found = proxy.servers().stream()
                .filter(server -> server.asksAgent() && !server.checks())
                .toList();
        return found.stream()
                .findFirst()
                .map(server -> Finding.at(
                        FindingId.AGENT_CHECK_WITHOUT_CHECK,
                        server.at(),
                        CheckRules.names(found) + " of " + proxy.name() + " has agent-check without check",
                        "default-server check, or server " + server.name() + " "
                                + server.address().text() + " check agent-check ..."));
    }

    private static Optional<Finding> holdsTooLong(Proxy proxy) {
        return proxy.servers().stream()
                .filter(server -> server.asksAgent()
                        && server.agentRequest().hold().compareTo(server.agentTimeout()) >= 0
                        && !server.agentRequest().hold().isZero())
                .findFirst()
                .map(server -> Finding.at(
                        FindingId.AGENT_WAIT_TOO_LONG,
                        server.at(),
                        "the agent of " + server.name() + " may hold its answer back for "
                                + Durations.format(server.agentRequest().hold()) + ", and haproxy waits for it "
                                + Durations.format(server.agentTimeout()),
                        "timeout check 5s in " + proxy.name() + " or in defaults"));
    }

    /** Returns what haproxy 2.6 refuses, for where {@code haproxy -c} cannot be asked. */
    private static Stream<Finding> refused(HaproxyConf conf) {
        Set<String> names = conf.proxies().stream().map(Proxy::name).collect(Collectors.toSet());
        Stream<Finding> unknown = conf.proxies().stream()
                .flatMap(proxy -> proxy.backends().stream())
                .filter(name -> !names.contains(name.text()))
                .map(name -> rejects(name.at(), "there is no backend " + name.text(), "backend " + name.text()));
        Stream<Finding> servers = conf.proxies().stream().flatMap(proxy -> {
            Set<String> seen = new HashSet<>();
            return proxy.servers().stream()
                    .filter(server -> !seen.add(server.name()) || server.name().indexOf('$') >= 0)
                    .map(server -> rejects(
                            server.at(),
                            server.name().indexOf('$') >= 0
                                    ? "the name of a server may not hold $: " + server.name()
                                    : proxy.name() + " has another server " + server.name(),
                            "server NAME " + server.address().text() + " ..., each with a name of its own"));
        });
        return Stream.of(unknown, servers, sameName(conf), incompatible(conf)).flatMap(found -> found);
    }

    /** haproxy 2.6: "has the same name as". A frontend and a backend may share one. */
    private static Stream<Finding> sameName(HaproxyConf conf) {
        Map<String, Proxy> seen = new HashMap<>();
        return conf.proxies().stream().flatMap(proxy -> {
            String kind = proxy.section().kind();
            return Stream.of("frontend", "backend")
                    .filter(half -> kind.equals(half) || kind.equals("listen"))
                    .flatMap(half -> Optional.ofNullable(seen.putIfAbsent(half + " " + proxy.name(), proxy)).stream())
                    .limit(1)
                    .map(earlier -> rejects(
                            proxy.at(),
                            kind + " " + proxy.name() + " has the name of "
                                    + earlier.section().kind() + " " + earlier.name() + " at "
                                    + earlier.at().lineOfFile(),
                            "another name, or leave one of them out"));
        });
    }

    /** haproxy 2.6: "tries to use incompatible tcp backend". The other way round it takes. */
    private static Stream<Finding> incompatible(HaproxyConf conf) {
        Set<String> tcp = conf.proxies().stream()
                .filter(proxy -> proxy.isTcp() && !proxy.section().kind().equals("frontend"))
                .map(Proxy::name)
                .collect(Collectors.toSet());
        return conf.proxies().stream()
                .filter(proxy -> !proxy.isTcp())
                .flatMap(proxy -> proxy.backends().stream()
                        .filter(name -> tcp.contains(name.text()))
                        .map(name -> rejects(
                                name.at(),
                                proxy.name() + " is in mode http, and " + name.text() + " in mode tcp",
                                "mode tcp in both")));
    }

    private static Finding rejects(Position at, String problem, String fix) {
        return Finding.at(FindingId.HAPROXY_REJECTS, at, problem, fix);
    }

    private static Stream<Finding> nonlocal(Facts facts) {
        Set<InetAddress> vips = facts.own()
                .flatMap(conf -> conf.instances().stream())
                .flatMap(instance -> instance.addresses().stream())
                .flatMap(vip -> IpAddresses.literal(vip.address()).stream())
                .collect(Collectors.toSet());
        return facts.haproxy().stream()
                .flatMap(conf -> conf.proxies().stream())
                .flatMap(proxy -> proxy.binds().stream())
                .filter(bind -> !bind.transparent()
                        && IpAddresses.literal(bind.host())
                                .filter(vips::contains)
                                .isPresent())
                .flatMap(bind -> nonlocal(facts.host(), bind).stream());
    }

    /** Each family has a switch of its own. */
    private static Optional<Finding> nonlocal(HostFacts host, Bind bind) {
        boolean six = bind.host().indexOf(':') >= 0;
        String name = six ? "net.ipv6.ip_nonlocal_bind" : "net.ipv4.ip_nonlocal_bind";
        return (six ? host.nonlocalBindIpv6() : host.nonlocalBind())
                .filter(on -> !on)
                .map(off -> Finding.at(
                        FindingId.NONLOCAL_BIND_OFF,
                        bind.at(),
                        "haproxy binds the VIP " + bind.host() + ", and " + name + " is 0",
                        "sysctl -w " + name + "=1, or bind " + (six ? "[::]:" : "*:") + bind.port()));
    }
}
