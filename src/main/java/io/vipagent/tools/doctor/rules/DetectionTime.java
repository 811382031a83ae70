package io.vipagent.tools.doctor.rules;

import io.vipagent.config.Settings;
import io.vipagent.core.health.ProbeSchedule;
import io.vipagent.core.health.Target;
import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.Facts;
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
public record DetectionTime(String subject, Duration within, String arithmetic) {
    /** For each target, each script and each server. */
    public static List<DetectionTime> all(Facts facts) {
        Optional<Settings> settings = facts.agent().settings();
        return Stream.of(
                        facts.agent().targets().map(DetectionTime::of),
                        facts.own().flatMap(conf -> conf.scripts().stream()).map(script -> of(script, settings)),
                        facts.haproxy().stream()
                                .flatMap(conf -> conf.servers().stream())
                                .filter(Server::checks)
                                .map(DetectionTime::of))
                .flatMap(found -> found)
                .toList();
    }

    private static DetectionTime of(Target target) {
        ProbeSchedule schedule = target.schedule();
        long ticks =
                Math.ceilDiv(schedule.timeout().toNanos(), schedule.interval().toNanos());
        return new DetectionTime(
                "target " + target.name(),
                schedule.detection(),
                Durations.format(schedule.interval()) + (ticks == 1 ? "" : " * " + ticks) + " * (" + schedule.fall()
                        + " - 1) + " + Durations.format(schedule.timeout()));
    }

    private static DetectionTime of(VrrpScript script, Optional<Settings> settings) {
        String interval = Durations.format(script.interval());
        return new DetectionTime(
                "vrrp_script " + script.name().text(),
                DetectionTimes.of(script, settings),
                CheckLine.of(script).isPresent()
                        ? "the agent, and " + interval + " * " + script.fall()
                        : interval + " * (" + script.fall() + " - 1) + " + Durations.format(script.timeout()));
    }

    private static DetectionTime of(Server server) {
        return new DetectionTime(
                "haproxy " + server.proxy().name() + "/" + server.name(),
                server.detection(),
                "(" + Durations.format(server.inter()) + " + " + Durations.format(server.checkTimeout()) + ") * "
                        + server.fall());
    }
}
