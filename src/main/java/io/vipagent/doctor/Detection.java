package io.vipagent.doctor;

import io.vipagent.check.Cadence;
import io.vipagent.check.Target;
import io.vipagent.config.Durations;
import io.vipagent.config.Settings;
import io.vipagent.haproxy.conf.Server;
import io.vipagent.keepalived.conf.VrrpScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When at the latest a fault is known.
 *
 * @param subject who knows it
 * @param within after the fault at most
 * @param arithmetic how that comes about
 */
public record Detection(String subject, Duration within, String arithmetic) {
    /** For each target, each script and each server. */
    static List<Detection> all(Facts facts) {
        Optional<Settings> settings = facts.agent().settings();
        return Stream.of(
                        facts.agent().targets().map(Detection::of),
                        facts.own().flatMap(conf -> conf.scripts().stream()).map(script -> of(script, settings)),
                        facts.haproxy().stream()
                                .flatMap(conf -> conf.servers().stream())
                                .filter(Server::checks)
                                .map(Detection::of))
                .flatMap(found -> found)
                .toList();
    }

    private static Detection of(Target target) {
        Cadence cadence = target.cadence();
        long ticks =
                Math.ceilDiv(cadence.timeout().toNanos(), cadence.interval().toNanos());
        return new Detection(
                "target " + target.name(),
                cadence.detection(),
                Durations.format(cadence.interval()) + (ticks == 1 ? "" : " * " + ticks) + " * (" + cadence.fall()
                        + " - 1) + " + Durations.format(cadence.timeout()));
    }

    private static Detection of(VrrpScript script, Optional<Settings> settings) {
        String interval = Durations.format(script.interval());
        return new Detection(
                "vrrp_script " + script.name().text(),
                Speed.of(script, settings),
                CheckLine.of(script).isPresent()
                        ? "the agent, and " + interval + " * " + script.fall()
                        : interval + " * (" + script.fall() + " - 1) + " + Durations.format(script.timeout()));
    }

    private static Detection of(Server server) {
        return new Detection(
                "haproxy " + server.proxy().name() + "/" + server.name(),
                server.detection(),
                "(" + Durations.format(server.inter()) + " + " + Durations.format(server.checkTimeout()) + ") * "
                        + server.fall());
    }
}
