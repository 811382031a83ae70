package io.vipagent.agent.http;

import io.vipagent.agent.monitor.TargetBoard;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once every target has its first verdict, be it good or bad. */
@Readiness
@Singleton
public final class VerdictReadiness implements HealthCheck {
    private final TargetBoard board;

    public VerdictReadiness(TargetBoard board) {
        this.board = board;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("verdicts")
                .status(board.view().settled())
                .build();
    }
}
