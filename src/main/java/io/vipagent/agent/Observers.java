package io.vipagent.agent;

import io.vipagent.check.Outcome;
import io.vipagent.check.Target;
import io.vipagent.monitor.Observer;
import io.vipagent.monitor.Snapshot;
import io.vipagent.verdict.Decision;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Several observers as one. A defect of one neither reaches the others nor the loop that probes. */
final class Observers implements Observer {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    private final List<Observer> observers;

    Observers(List<Observer> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void probed(Target target, Outcome outcome) {
        tell(observer -> observer.probed(target, outcome));
    }

    @Override
    public void turned(Snapshot before, Snapshot after, Duration lasted) {
        tell(observer -> observer.turned(before, after, lasted));
    }

    @Override
    public void decided(Decision before, Decision after) {
        tell(observer -> observer.decided(before, after));
    }

    private void tell(Consumer<Observer> event) {
        for (Observer observer : observers) {
            try {
                event.accept(observer);
            } catch (RuntimeException e) {
                LOG.error("a defect: an observer failed", e);
            }
        }
    }
}
