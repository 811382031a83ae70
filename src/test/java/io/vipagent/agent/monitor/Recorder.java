package io.vipagent.agent.monitor;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears, a line each, in order. */
final class Recorder implements HealthListener {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** What was heard since the last call. */
    List<String> takeAll() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    @Override
    public void probed(Target target, Asked asked, Outcome outcome) {
        heard.add("probed " + target.name() + (outcome.passed() ? " passed" : " failed"));
    }

    @Override
    public void turned(TargetSnapshot before, TargetSnapshot after, Duration lasted) {
        heard.add("turned " + after.target().name() + " " + kind(before) + " " + kind(after) + " after "
                + lasted.toMillis() + "ms");
    }

    @Override
    public void decided(Decision before, Decision after) {
        heard.add("decided " + before.label() + " " + after.label()
                + (after.answer() instanceof Health.Unhealthy why ? " " + why.reason() : ""));
    }

    private static String kind(TargetSnapshot snapshot) {
        return snapshot.verdict().getClass().getSimpleName();
    }
}
