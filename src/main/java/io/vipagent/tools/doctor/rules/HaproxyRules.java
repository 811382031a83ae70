package io.vipagent.tools.doctor.rules;

import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.haproxy.Bind;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.VirtualAddress;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.HostFacts;
import io.vipagent.tools.doctor.facts.VipAddresses;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether haproxy sees a bad apiserver, and believes only the good ones. */
public final class HaproxyRules implements Rule {
    /** kube-apiserver itself waits for etcd up to 2 s before it says that it is not ready. */
    private static final Duration PATIENT_CHECK = Duration.ofSeconds(2);

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.haproxy().stream()
                .flatMap(conf -> Stream.of(
                                conf.proxies().stream()
                                        .flatMap(proxy -> proxy.checkPaths().stream())
                                        .filter(path -> TargetPath.isHealthz(path.text()))
                                        .map(path -> Finding.at(
                                                FindingId.HEALTHZ_NOT_READYZ,
                                                path.at(),
                                                "haproxy's check asks " + path.text(),
                                                "http-check send meth GET uri /readyz")),
                                conf.servers().stream().flatMap(server -> unverified(server).stream()),
                                conf.servers().stream()
                                        .filter(server -> server.asksAgent() && !server.checks())
                                        .map(HaproxyRules::unchecked),
                                conf.proxies().stream()
                                        .flatMap(proxy -> slowIsDead(conf, proxy).stream()),
                                nonlocal(facts))
                        .flatMap(found -> found));
    }

    private static Optional<Finding> unverified(Server server) {
        return server.value("verify")
                .filter(word -> word.is("none"))
                .map(word -> Finding.at(
                        FindingId.VERIFY_NONE,
                        word.at(),
                        "haproxy verifies no certificate of " + server.proxy().name(),
                        "verify required ca-file /etc/kubernetes/pki/ca.crt verifyhost kubernetes"));
    }

    private static Finding unchecked(Server server) {
        return Finding.at(
                FindingId.AGENT_CHECK_WITHOUT_CHECK,
                server.at(),
                "the server " + server.name() + " has agent-check without check",
                "server " + server.name() + " " + server.address().text() + " check agent-check ...");
    }

    /** Slowness of all is an outage where a check is short, what it takes out is cut, and nothing is left then. */
    private static Optional<Finding> slowIsDead(HaproxyConf conf, Proxy proxy) {
        return proxy.servers().stream()
                .filter(server -> server.checks()
                        && server.checkTimeout().compareTo(PATIENT_CHECK) < 0
                        && server.value("on-marked-down")
                                .filter(word -> word.is("shutdown-sessions"))
                                .isPresent())
                .findFirst()
                .filter(server -> !hasAWayIn(conf, proxy.name()))
                .map(server -> Finding.at(
                        FindingId.SLOW_CALLED_DEAD,
                        server.at(),
                        "haproxy takes a server out that answers later than "
                                + Durations.format(server.checkTimeout())
                                + ", cuts its sessions, and turns clients away where that befalls all of "
                                + proxy.name(),
                        "timeout check 5s; in the frontend: use_backend " + proxy.name() + "-unchecked if { nbsrv("
                                + proxy.name() + ") eq 0 }; and a backend " + proxy.name()
                                + "-unchecked of the same servers without check"));
    }

    private static boolean hasAWayIn(HaproxyConf conf, String backend) {
        String usable = "nbsrv(" + backend + ")";
        return conf.proxies().stream()
                .flatMap(Proxy::lines)
                .flatMap(line -> line.words().stream())
                .anyMatch(word -> word.text().startsWith(usable));
    }

    private static Stream<Finding> nonlocal(Facts facts) {
        Set<String> vips = facts.own()
                .flatMap(conf -> conf.instances().stream())
                .flatMap(instance -> instance.addresses().stream())
                .map(VirtualAddress::address)
                .collect(Collectors.toSet());
        return facts.haproxy().stream()
                .flatMap(conf -> conf.proxies().stream())
                .flatMap(proxy -> proxy.binds().stream())
                .filter(bind ->
                        !bind.transparent() && vips.stream().anyMatch(vip -> VipAddresses.same(vip, bind.host())))
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
