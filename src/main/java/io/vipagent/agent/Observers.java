package io.vipagent.agent;

import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Several observers as one. A defect of one neither reaches the others nor the loop that probes. */
final class Observers implements HealthListener {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    private final List<HealthListener> observers;

    Observers(List<HealthListener> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void probed(Target target, Asked asked, Outcome outcome) {
        tell(observer -> observer.probed(target, asked, outcome));
    }

    @Override
    public void turned(TargetSnapshot before, TargetSnapshot after, Duration lasted) {
        tell(observer -> observer.turned(before, after, lasted));
    }

    @Override
    public void follows(List<Target> targets) {
        tell(observer -> observer.follows(targets));
    }

    @Override
    public void decided(Decision before, Decision after) {
        tell(observer -> observer.decided(before, after));
    }

    @Override
    public void announced(Decision before, Decision after) {
        tell(observer -> observer.announced(before, after));
    }

    private void tell(Consumer<HealthListener> event) {
        for (HealthListener observer : observers) {
            try {
                event.accept(observer);
            } catch (RuntimeException e) {
                LOG.error("a defect: an observer failed", e);
            }
        }
    }
}
