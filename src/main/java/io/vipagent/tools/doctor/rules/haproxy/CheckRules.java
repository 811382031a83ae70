package io.vipagent.tools.doctor.rules.haproxy;

import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.haproxy.Line;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.haproxy.Server.Depth;
import io.vipagent.tools.doctor.facts.ApiServers;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules look whether haproxy's own check finds an apiserver that is dead, hangs or is not ready: once for each
 * backend.
 */
public final class CheckRules implements Rule {
    /** kube-apiserver itself waits for etcd up to 2 s before it says that it is not ready. */
    private static final Duration PATIENT_CHECK = Duration.ofSeconds(2);

    private static final int MAX_NAMED = 5;
    private static final String FIX =
            "option httpchk, http-check connect ssl, http-check send meth GET uri /readyz, http-check expect "
                    + "status 200";

    @Override
    public Stream<Finding> check(Facts facts) {
        List<Proxy> proxies = ApiServers.proxies(facts);
        Set<String> checked = proxies.stream()
                .flatMap(proxy -> proxy.servers().stream())
                .filter(server -> server.checks() || server.has("track"))
                .map(server -> server.address().text())
                .collect(Collectors.toSet());
        return proxies.stream()
                .flatMap(proxy -> Stream.of(
                                unchecked(checked, proxy),
                                shallow(proxy),
                                replaced(proxy),
                                inClear(proxy),
                                slowIsDead(facts, proxy),
                                denied(facts, proxy))
                        .flatMap(Optional::stream));
    }

    /** A backend without checks is a last resort where the same servers are checked in another one. */
    private static Optional<Finding> unchecked(Set<String> checked, Proxy proxy) {
        List<Server> found = proxy.servers().stream()
                .filter(server -> !server.checks()
                        && !server.asksAgent()
                        && !server.has("track")
                        && !checked.contains(server.address().text()))
                .toList();
        return proxy.servers().size() < 2 || found.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.SERVER_UNCHECKED,
                        found.getFirst().at(),
                        names(found) + " of " + proxy.name() + " has no check",
                        "default-server check, with " + FIX));
    }

    private static Optional<Finding> shallow(Proxy proxy) {
        List<Server> found = proxy.servers().stream()
                .filter(server -> server.checks() && !server.asksAgent() && server.depth() != Depth.ANSWER)
                .toList();
        return found.stream()
                .findFirst()
                .map(server -> Finding.at(
                        FindingId.HAPROXY_CHECK_SHALLOW,
                        server.at(),
                        server.depth() == Depth.CONNECTION
                                ? "the check of " + proxy.name() + " asks for a TCP connection alone: it never finds "
                                        + names(found) + " hanging or not ready"
                                : "the check of " + proxy.name() + " asks for a TLS handshake alone: it never finds "
                                        + names(found) + " not ready, or hanging behind TLS",
                        FIX));
    }

    private static Optional<Finding> replaced(Proxy proxy) {
        Set<Line> choosing = Set.copyOf(proxy.checkOptions());
        List<Line> options =
                proxy.section().lines().stream().filter(choosing::contains).toList();
        if (options.size() < 2) {
            return Optional.empty();
        }
        Line first = options.getFirst();
        Line last = options.getLast();
        return kind(first).equals(kind(last))
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.HAPROXY_CHECK_REPLACED,
                        last.at(),
                        "option " + kind(last) + " takes the place of option " + kind(first) + " at "
                                + first.at().lineOfFile(),
                        "leave out option " + (kind(first).equals("httpchk") ? kind(last) : kind(first))));
    }

    private static String kind(Line option) {
        return option.word(1).map(Word::text).orElse("");
    }

    private static Optional<Finding> inClear(Proxy proxy) {
        boolean connects = proxy.settings().anyMatch(line -> line.begins("http-check", "connect"));
        List<Server> found = proxy.servers().stream()
                .filter(server -> !connects
                        && server.checks()
                        && proxy.checksHttp()
                        && !server.has("check-ssl")
                        && !(server.has("ssl") && !server.has("no-check-ssl"))
                        && !server.has("port")
                        && !server.has("addr"))
                .toList();
        return found.isEmpty() || expects(proxy, "400")
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.HAPROXY_CHECK_IN_CLEAR,
                        found.getFirst().at(),
                        "option httpchk asks " + names(found) + " of " + proxy.name() + " without TLS",
                        "http-check connect ssl, or check-ssl in default-server"));
    }

    private static boolean expects(Proxy proxy, String status) {
        return proxy.settings()
                .filter(line -> line.begins("http-check", "expect"))
                .anyMatch(line ->
                        line.words().stream().anyMatch(word -> word.text().contains(status)));
    }

    /** Slowness of all is an outage where a check is short, what it takes out is cut, and nothing is left then. */
    private static Optional<Finding> slowIsDead(Facts facts, Proxy proxy) {
        return proxy.servers().stream()
                .filter(server -> server.checks()
                        && server.checkTimeout().compareTo(PATIENT_CHECK) < 0
                        && server.value("on-marked-down")
                                .filter(word -> word.is("shutdown-sessions"))
                                .isPresent())
                .findFirst()
                .filter(server -> !hasAWayIn(facts, proxy.name()))
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

    private static boolean hasAWayIn(Facts facts, String backend) {
        String usable = "nbsrv(" + backend + ")";
        return facts.haproxy().stream()
                .flatMap(conf -> conf.proxies().stream())
                .flatMap(Proxy::lines)
                .flatMap(line -> line.words().stream())
                .anyMatch(word -> word.text().startsWith(usable));
    }

    /**
     * Where a probe without credentials was refused, one of haproxy's is refused too, unless it shows a certificate.
     */
    private static Optional<Finding> denied(Facts facts, Proxy proxy) {
        List<Server> found = proxy.servers().stream()
                .filter(server -> server.checks() && !server.has("crt") && !server.has("port"))
                .toList();
        return facts.agent()
                .anonymousRefused()
                .filter(status -> !found.isEmpty()
                        && proxy.checksHttp()
                        && !expects(proxy, "401")
                        && !expects(proxy, "403")
                        && !sendsCredentials(proxy))
                .map(status -> Finding.at(
                        FindingId.HAPROXY_DENIED,
                        found.getFirst().at(),
                        "haproxy's check of " + proxy.name()
                                + " shows no certificate, and without one an apiserver answers " + status,
                        "crt FILE with the certificate and key of a user that may read /readyz, or a check that "
                                + "asks the agents: option httpchk GET /health with check port 9706"));
    }

    private static boolean sendsCredentials(Proxy proxy) {
        return proxy.settings()
                .filter(line -> line.begins("http-check", "send"))
                .anyMatch(line ->
                        line.words().stream().anyMatch(word -> word.text().equalsIgnoreCase("authorization")));
    }

    static String names(List<Server> servers) {
        return servers.stream().limit(MAX_NAMED).map(Server::name).collect(Collectors.joining(", "))
                + (servers.size() > MAX_NAMED ? " and " + (servers.size() - MAX_NAMED) + " more" : "");
    }
}
