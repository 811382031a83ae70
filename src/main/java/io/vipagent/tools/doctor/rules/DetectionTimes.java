package io.vipagent.tools.doctor.rules;

import io.vipagent.config.Settings;
import io.vipagent.core.health.ProbeSchedule;
import io.vipagent.core.health.Target;
import io.vipagent.core.health.TargetRole;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** How long it takes at most until a fault is known. */
final class DetectionTimes {
    private DetectionTimes() {}

    /** For a script: the agent's own time and keepalived's runs, or the runs alone. */
    static Duration of(VrrpScript script, Optional<Settings> settings) {
        Duration runs = script.interval().multipliedBy(script.fall());
        return CheckLine.of(script).isPresent()
                ? runs.plus(deciding(settings))
                : runs.minus(script.interval()).plus(script.timeout());
    }

    /** For a server of haproxy: its own check, or the agent that it asks, whichever is quicker. */
    static Duration of(Server server, Optional<Settings> settings) {
        Duration alone = server.detection();
        return settings.filter(known -> server.asksAgent())
                .flatMap(known -> known.targets().stream()
                        .filter(target -> target.role() == TargetRole.LOCAL)
                        .findFirst())
                .map(target -> target.schedule().detection().plus(server.agentInter()))
                .filter(asked -> asked.compareTo(alone) < 0)
                .orElse(alone);
    }

    private static Duration deciding(Optional<Settings> settings) {
        return settings.stream()
                .flatMap(known -> known.deciding().stream())
                .map(Target::schedule)
                .map(ProbeSchedule::detection)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
