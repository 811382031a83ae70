package io.vipagent.agent.http;

import io.vipagent.agent.monitor.TargetBoard;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while every probe loop ends its probes in time; says nothing of what the probes found. */
@Liveness
@Singleton
public final class LoopLiveness implements HealthCheck {
    private final TargetBoard board;

    public LoopLiveness(TargetBoard board) {
        this.board = board;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> stale = board.view().stale();
        return HealthCheckResponse.named("probe loops")
                .status(stale.isEmpty())
                .withData("stale", String.join(" ", stale))
                .build();
    }
}
