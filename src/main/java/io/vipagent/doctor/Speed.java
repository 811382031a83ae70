package io.vipagent.doctor;

import io.vipagent.check.Cadence;
import io.vipagent.check.Role;
import io.vipagent.check.Target;
import io.vipagent.config.Settings;
import io.vipagent.haproxy.conf.Server;
import io.vipagent.keepalived.conf.VrrpScript;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** How long it takes at most until a fault is known. */
final class Speed {
    private Speed() {}

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
                        .filter(target -> target.role() == Role.LOCAL)
                        .findFirst())
                .map(target -> target.cadence().detection().plus(server.agentInter()))
                .filter(asked -> asked.compareTo(alone) < 0)
                .orElse(alone);
    }

    private static Duration deciding(Optional<Settings> settings) {
        return settings.stream()
                .flatMap(known -> known.deciding().stream())
                .map(Target::cadence)
                .map(Cadence::detection)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
