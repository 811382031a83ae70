package io.vipagent.agent;

import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One line when the last apiserver that is known to serve serves no longer, and one when the first does again. What
 * haproxy does in between is its own knowledge: where all fail alike it keeps its servers, where all are dead it has
 * none left, and some set-ups have no haproxy.
 */
final class ServingLog implements HealthListener {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    private final Consumer<String> warn;
    private final Consumer<String> info;
    private final Set<String> serving = new HashSet<>();

    /** Says it in the agent's log. */
    ServingLog() {
        this(LOG::warn, LOG::info);
    }

    /** Says that none serves to {@code warn}, and that one does to {@code info}. */
    ServingLog(Consumer<String> warn, Consumer<String> info) {
        this.warn = warn;
        this.info = info;
    }

    @Override
    public synchronized void turned(TargetSnapshot before, TargetSnapshot after, Duration lasted) {
        TargetRole role = after.target().role();
        if (role != TargetRole.LOCAL && role != TargetRole.BACKEND) {
            return;
        }
        boolean serves = after.health(after.lastNanos()).answer().healthy();
        String name = after.target().name();
        boolean none = serving.isEmpty();
        boolean changed = serves ? serving.add(name) : serving.remove(name);
        if (changed && !serves) {
            warnWhereNoneServes();
        } else if (changed && none) {
            info.accept("apiserver " + name + " serves, the first that is known to");
        }
    }

    /** A target that is removed serves nobody that this agent knows of. */
    @Override
    public synchronized void follows(List<Target> targets) {
        List<String> names = targets.stream().map(Target::name).toList();
        if (serving.retainAll(names)) {
            warnWhereNoneServes();
        }
    }

    private void warnWhereNoneServes() {
        if (serving.isEmpty()) {
            warn.accept("no apiserver that is known serves");
        }
    }
}
