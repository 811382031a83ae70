package io.vipagent.agent;

import io.quarkus.runtime.Quarkus;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands checked settings to Quarkus. What Quarkus itself is told comes from here alone, never from the user's file. */
public final class Launch {
    private static Optional<Order> order = Optional.empty();

    private Launch() {}

    /** Reads the configuration, now and when it is to be read again. */
    @FunctionalInterface
    public interface Source {
        /** The settings as they are written at this moment. */
        Settings load() throws InvalidConfiguration;
    }

    /** What to run, and where more of it comes from. */
    record Order(Settings settings, Source source) {}

    /**
     * Runs the agent until it is told to stop.
     *
     * @param checked what {@code source} gave, and a preflight found nothing wrong with
     * @return the exit code
     */
    public static int run(Settings checked, Source source, boolean jsonLogs) {
        order = Optional.of(new Order(checked, source));
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
        return order.isPresent();
    }

    static Order order() {
        return order.orElseThrow(() -> new IllegalStateException("the agent is started by vip-agent run alone"));
    }
}
