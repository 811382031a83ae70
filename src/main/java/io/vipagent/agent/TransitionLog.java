package io.vipagent.agent;

import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.Streak;
import io.vipagent.core.health.TargetHealth;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.health.Verdict.Up;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** One line per transition, none per probe. The same facts are fields where logs are JSON. */
final class TransitionLog implements HealthListener {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    /** Whether the cluster is yet to be made, so that targets are down as they must be: no warning until one is up. */
    private volatile boolean awaitsCluster;

    /** {@code bootstraps}: whether the agent started before there was a cluster. */
    TransitionLog(boolean bootstraps) {
        this.awaitsCluster = bootstraps;
    }

    @Override
    public void turned(TargetSnapshot before, TargetSnapshot after, Duration lasted) {
        TargetHealth was = before.health(after.lastNanos());
        TargetHealth is = after.health(after.lastNanos());
        if (is.verdict() instanceof Up) {
            awaitsCluster = false;
        }
        if (isWaiting(was) && isWaiting(is)) {
            // Said once, when the agent started: nothing has turned for whoever reads the log.
            return;
        }
        Streak streak = after.verdict().streak();
        String state = HealthText.state(is);
        String why = is.verdict() instanceof Up ? "" : " (" + HealthText.line(is.answer()) + ")";
        String row = row(streak);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target", is.target());
        fields.put("state", state);
        fields.put("consecutive", streak.length());
        fields.put("secondsBefore", lasted.toMillis() / 1e3);
        reason(is.answer(), fields);
        log(
                "target " + is.target() + " is " + state + why + ": " + row + ", was " + HealthText.state(was) + " for "
                        + HealthText.span(lasted)
                        + (awaitsCluster ? "; the cluster is yet to be made" : ""),
                fields,
                awaitsCluster || is.verdict() instanceof Up);
    }

    @Override
    public void announced(Decision before, Decision after) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("decision", after.label());
        reason(after.answer(), fields);
        log(
                "decision " + after.label() + ": " + HealthText.line(after.answer()) + ", was " + before.label()
                        + (before.answer() instanceof Unhealthy unhealthy ? " (" + unhealthy.reason() + ")" : ""),
                fields,
                after.mayHoldVip());
    }

    private static String row(Streak streak) {
        return switch (streak.length()) {
            case 1 -> streak.passing() ? "1 pass" : "1 failure";
            default -> streak.length() + " consecutive " + (streak.passing() ? "passes" : "failures");
        };
    }

    private static boolean isWaiting(TargetHealth health) {
        return health.answer() instanceof Unhealthy unhealthy && unhealthy.reason() == Reason.STARTING;
    }

    private static void reason(Health answer, Map<String, Object> fields) {
        if (answer instanceof Unhealthy unhealthy) {
            fields.put("reason", unhealthy.reason().name());
            fields.put("detail", unhealthy.detail());
        }
    }

    private static void log(String line, Map<String, Object> fields, boolean good) {
        fields.forEach(MDC::put);
        try {
            LOG.log(good ? Logger.Level.INFO : Logger.Level.WARN, line);
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
