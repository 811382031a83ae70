package io.vipagent.agent;

import io.quarkus.runtime.Quarkus;
import io.vipagent.agent.http.ServerTls;
import io.vipagent.core.text.OneLine;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts Quarkus, and hands the request of {@code vip-agent run} to its beans. What Quarkus itself is told comes from
 * here alone, never from the user's file, nor from what {@link OwnSettingsAlone} keeps from it.
 */
@Singleton
public final class Launch {
    private static final int MAX_FAILURE_LENGTH = 500;
    private static final int MAX_CAUSES = 20;

    /** {@link Quarkus#run} takes a class and words, no object: {@link #request} makes a bean of what lies here. */
    private static volatile Optional<RunRequest> handedOver = Optional.empty();

    Launch() {}

    /**
     * Runs the agent until it is told to stop.
     *
     * @return the exit code
     */
    public static int run(RunRequest request, boolean jsonLogs) {
        handedOver = Optional.of(request);
        AgentLog.begin();
        LastResort.install();
        System.setProperty(
                "quarkus.http.host",
                request.settings().http().listen().getAddress().getHostAddress());
        System.setProperty(
                "quarkus.http.port",
                Integer.toString(request.settings().http().listen().getPort()));
        if (request.settings().http().tls().isPresent()) {
            System.setProperty(
                    "quarkus.http.ssl-port",
                    Integer.toString(request.settings().http().listen().getPort()));
            System.setProperty("quarkus.http.tls-configuration-name", ServerTls.CONFIGURATION);
            System.setProperty("quarkus.http.insecure-requests", "disabled");
            // Each handshake costs a signature: clients may ask for one. A native image has it from native.tls in
            // src/build/pom.xml.
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
        System.setProperty("quarkus.log.console.json.enabled", Boolean.toString(jsonLogs));
        // Netty shows the listening socket to the doorkeeper.
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        // Else the log's formatter would look the host's name up, for five seconds where no name server answers.
        System.setProperty("jboss.host.name", request.settings().node());
        System.setProperty("jboss.qualified.host.name", request.settings().node());
        AtomicInteger exitCode = new AtomicInteger();
        try {
            Quarkus.run(AgentApplication.class, (code, failure) -> {
                exitCode.set(code);
                if (failure != null) {
                    AgentLog.say("vip-agent ends: " + OneLine.line(words(failure), MAX_FAILURE_LENGTH));
                }
            });
        } finally {
            AgentLog.drain();
        }
        return exitCode.get();
    }

    /** Quarkus wraps what it failed for; the innermost says why. */
    private static String words(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_CAUSES && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause == failure ? failure.toString() : failure + ": " + cause;
    }

    /** Returns whether the agent was ever begun in this process. */
    public static boolean started() {
        return handedOver.isPresent();
    }

    @Produces
    @Singleton
    RunRequest request() {
        return handedOver.orElseThrow(() -> new IllegalStateException("only vip-agent run starts the agent"));
    }
}
