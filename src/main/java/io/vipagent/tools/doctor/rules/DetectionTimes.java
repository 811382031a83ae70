package io.vipagent.tools.doctor.rules;

import io.vipagent.config.Settings;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.tools.conf.haproxy.Server;
import io.vipagent.tools.conf.haproxy.Server.Depth;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** How long it takes at most until a fault is known. */
public final class DetectionTimes {
    private DetectionTimes() {}

    /** Returns that of a script: the agent's own time and keepalived's runs, or the runs alone. */
    public static Duration of(VrrpScript script, Optional<Settings> settings) {
        Duration runs = script.interval().multipliedBy(script.fall());
        return CheckLine.of(script).isPresent()
                ? runs.plus(deciding(settings))
                : runs.minus(script.interval()).plus(script.timeout());
    }

    /**
     * Returns that of a server of haproxy that hangs: its own check, or the agent that it asks, whichever is quicker.
     * None where neither finds it: the kernel of a host takes connections for a process that hangs.
     */
    public static Optional<Duration> of(Server server, Optional<Settings> settings) {
        Optional<Duration> alone =
                server.depth() == Depth.CONNECTION ? Optional.empty() : Optional.of(server.detection());
        Optional<Duration> asked = asked(server, settings);
        return Stream.concat(alone.stream(), asked.stream()).min(Comparator.naturalOrder());
    }

    /** Returns that by the agent alone, where it is asked. */
    static Optional<Duration> asked(Server server, Optional<Settings> settings) {
        return settings.filter(known -> server.asksAgent())
                .flatMap(known -> known.targets().stream()
                        .filter(target -> asksFor(server, target))
                        .findFirst())
                .map(target -> target.schedule().known().plus(server.agentInter()));
    }

    /**
     * Returns whether {@code agent-send} names the target, as on load balancers; without it the agent answers for its
     * own node.
     */
    private static boolean asksFor(Server server, Target target) {
        return target.role() == TargetRole.LOCAL
                || server.agentRequest().target().filter(target.name()::equals).isPresent();
    }

    private static Duration deciding(Optional<Settings> settings) {
        return settings.stream()
                .flatMap(known -> known.deciding().stream())
                .map(Target::schedule)
                .map(ProbeSchedule::known)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
