package io.vipagent.tools.doctor.rules.haproxy;

import io.vipagent.config.Settings;
import io.vipagent.core.health.Policy;
import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.ApiServers;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.rules.CheckLine;
import io.vipagent.tools.doctor.rules.DetectionTimes;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules look whether haproxy leaves a bad server before keepalived moves the VIP, where the check goes through
 * haproxy.
 */
public final class SpeedRules implements Rule {
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration INTER = Duration.ofSeconds(2);
    private static final int FALL = 2;

    @Override
    public Stream<Finding> check(Facts facts) {
        Optional<Duration> moves = ApiServers.scripts(facts)
                .filter(script -> goesThroughHaproxy(facts, script))
                .map(script -> DetectionTimes.of(script, facts.agent().settings()))
                .min(Comparator.naturalOrder());
        return moves.stream()
                .flatMap(move ->
                        ApiServers.proxies(facts).stream().flatMap(proxy -> slower(facts, proxy, move).stream()));
    }

    /** A check that never finds a server that hangs is a finding of its own. */
    private static Optional<Finding> slower(Facts facts, Proxy proxy, Duration move) {
        List<Server> found = proxy.servers().stream()
                .filter(Server::checks)
                .filter(server -> DetectionTimes.of(server, facts.agent().settings())
                        .filter(leaves -> leaves.compareTo(move) > 0)
                        .isPresent())
                .toList();
        return found.stream()
                .findFirst()
                .map(server -> Finding.at(
                        FindingId.HAPROXY_SLOWER_THAN_KEEPALIVED,
                        server.at(),
                        "haproxy may take "
                                + DetectionTimes.of(server, facts.agent().settings())
                                        .map(Durations::format)
                                        .orElse("forever")
                                + " to leave " + CheckRules.names(found) + " where it hangs, and keepalived "
                                + Durations.format(move) + " to move the VIP",
                        fix(server)));
    }

    /** Returns nothing that is slower than what is written. */
    private static String fix(Server server) {
        return "timeout check " + Durations.format(least(server.checkTimeout(), CHECK_TIMEOUT))
                + ", and default-server inter " + Durations.format(least(server.inter(), INTER)) + " fall "
                + Math.min(server.fall(), FALL)
                + (server.asksAgent() ? "" : "; or agent-check, as init writes it");
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** With the policy {@code local} the agent does not ask haproxy, so neither waits for the other. */
    private static boolean goesThroughHaproxy(Facts facts, VrrpScript script) {
        return CheckLine.of(script).isEmpty()
                || facts.agent()
                        .settings()
                        .map(Settings::rule)
                        .filter(rule -> rule.policy() != Policy.LOCAL)
                        .isPresent();
    }
}
