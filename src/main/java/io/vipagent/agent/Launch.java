package io.vipagent.agent;

import io.quarkus.runtime.Quarkus;
import io.vipagent.config.Settings;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands checked settings to Quarkus. What Quarkus itself is told comes from here alone, never from the user's file. */
public final class Launch {
    private static Optional<Settings> settings = Optional.empty();

    private Launch() {}

    /**
     * Runs the agent until it is told to stop.
     *
     * @return the exit code
     */
    public static int run(Settings checked, boolean jsonLogs) {
        settings = Optional.of(checked);
        System.setProperty("quarkus.http.host", checked.http().getAddress().getHostAddress());
        System.setProperty("quarkus.http.port", Integer.toString(checked.http().getPort()));
        System.setProperty("quarkus.log.console.json.enabled", Boolean.toString(jsonLogs));
        // Else the log's formatter would look the host's name up, for five seconds where no name server answers.
        System.setProperty("jboss.host.name", checked.node());
        System.setProperty("jboss.qualified.host.name", checked.node());
        AtomicInteger exitCode = new AtomicInteger();
        Quarkus.run(AgentApplication.class, (code, failure) -> exitCode.set(code));
        return exitCode.get();
    }

    /** Whether the agent was ever begun in this process. */
    public static boolean started() {
        return settings.isPresent();
    }

    static Settings settings() {
        return settings.orElseThrow(() -> new IllegalStateException("the agent is started by vip-agent run alone"));
    }
}
