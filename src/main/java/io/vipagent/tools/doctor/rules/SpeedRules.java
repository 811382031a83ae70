package io.vipagent.tools.doctor.rules;

import io.vipagent.config.Settings;
import io.vipagent.core.health.Policy;
import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.Facts;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether haproxy leaves a bad server before keepalived moves the VIP, where the check goes through haproxy. */
public final class SpeedRules implements Rule {
    @Override
    public Stream<Finding> check(Facts facts) {
        Optional<Duration> moves = facts.own()
                .flatMap(conf -> conf.scripts().stream())
                .filter(script -> goesThroughHaproxy(facts, script))
                .map(script -> DetectionTimes.of(script, facts.agent().settings()))
                .min(Comparator.naturalOrder());
        return facts.haproxy().stream()
                .flatMap(conf -> conf.servers().stream())
                .filter(Server::checks)
                .flatMap(server -> moves.flatMap(move -> slower(facts, server, move)).stream());
    }

    private static Optional<Finding> slower(Facts facts, Server server, Duration move) {
        Duration leaves = DetectionTimes.of(server, facts.agent().settings());
        return leaves.compareTo(move) <= 0
                ? Optional.empty()
                : Optional.of(Finding.at(
                        FindingId.HAPROXY_SLOWER_THAN_KEEPALIVED,
                        server.at(),
                        "haproxy may take " + Durations.format(leaves)
                                + " to leave a server that hangs, and keepalived " + Durations.format(move)
                                + " to move the VIP",
                        "timeout check 2s, and default-server inter 2s fall 2 rise 2; or agent-check, as init writes it"));
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
