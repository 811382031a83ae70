package io.vipagent.http;

import io.vipagent.monitor.Board;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once every target has its first verdict, be it good or bad. */
@Readiness
@Singleton
public final class VerdictReadiness implements HealthCheck {
    private final Board board;

    /** Called by Quarkus. */
    public VerdictReadiness(Board board) {
        this.board = board;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("verdicts")
                .status(board.view().settled())
                .build();
    }
}
