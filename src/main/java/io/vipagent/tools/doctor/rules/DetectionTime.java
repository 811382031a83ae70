package io.vipagent.tools.doctor.rules;

import io.vipagent.config.Settings;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.haproxy.Server.Depth;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.doctor.facts.ApiServers;
import io.vipagent.tools.doctor.facts.Facts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When at the latest a fault is known.
 *
 * @param subject who knows it
 * @param within after the fault at most; none: never
 * @param arithmetic how that comes about
 */
public record DetectionTime(String subject, Optional<Duration> within, String arithmetic) {
    /** Returns one for each target, each script that an instance tracks, and each server that is an apiserver. */
    public static List<DetectionTime> all(Facts facts) {
        Optional<Settings> settings = facts.agent().settings();
        return Stream.of(
                        facts.agent().targets().map(DetectionTime::of),
                        facts.own()
                                .flatMap(conf ->
                                        conf.instances().stream().flatMap(instance -> conf.scripts(instance).stream()))
                                .distinct()
                                .map(script -> of(script, settings)),
                        ApiServers.servers(facts).stream()
                                .filter(Server::checks)
                                .map(server -> of(server, settings)))
                .flatMap(found -> found)
                .toList();
    }

    private static DetectionTime of(Target target) {
        ProbeSchedule schedule = target.schedule();
        return new DetectionTime(
                "target " + target.name(),
                Optional.of(schedule.known()),
                Durations.format(schedule.restInterval()) + " + " + Durations.format(schedule.spacing()) + " * ("
                        + schedule.fall() + " - 1) + " + Durations.format(schedule.timeout()));
    }

    private static DetectionTime of(VrrpScript script, Optional<Settings> settings) {
        String interval = Durations.format(script.interval());
        return new DetectionTime(
                "vrrp_script " + script.name().text(),
                Optional.of(DetectionTimes.of(script, settings)),
                CheckLine.of(script).isPresent()
                        ? "the agent, and " + interval + " * " + script.fall()
                        : interval + " * (" + script.fall() + " - 1) + " + Durations.format(script.timeout()));
    }

    private static DetectionTime of(Server server, Optional<Settings> settings) {
        String own = "(" + Durations.format(server.inter()) + " + " + Durations.format(server.checkTimeout()) + ") * "
                + server.fall();
        Optional<Duration> asked = DetectionTimes.asked(server, settings);
        boolean deep = server.depth() != Depth.CONNECTION;
        String arithmetic = deep
                        && asked.filter(time -> time.compareTo(server.detection()) < 0)
                                .isEmpty()
                ? own
                : asked.map(time -> "the agent, and " + Durations.format(server.agentInter()))
                        .orElse("a server that hangs: a TCP connection alone is asked for; one that refuses within "
                                + own);
        return new DetectionTime(
                "haproxy " + server.proxy().name() + "/" + server.name(),
                DetectionTimes.of(server, settings),
                arithmetic);
    }
}
