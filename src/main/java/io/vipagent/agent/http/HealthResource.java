package io.vipagent.agent.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.core.health.Health;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.status.AgentStatus;
import io.vipagent.core.status.StatusJson;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * What haproxy's {@code option httpchk} asks, 200 or 503 by {@code /health} and {@code /health/TARGET}, one line of text or
 * JSON where that is accepted; and the whole status as JSON. {@link Gate} says which methods come so far.
 */
@Singleton
public final class HealthResource {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;
    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final String JSON = "application/json";

    private final TargetBoard board;
    private final Provider<AgentStatus> reports;

    /** Called by Quarkus; each {@link Provider#get} is a report of that moment. */
    public HealthResource(TargetBoard board, Provider<AgentStatus> reports) {
        this.board = board;
        this.reports = reports;
    }

    void register(@Observes Router router) {
        router.route("/health").handler(context -> respond(context, board.view().service()));
        router.route("/health/:target").handler(this::target);
        router.route("/api/v1/status").handler(context -> send(context, OK, JSON, StatusJson.of(reports.get())));
    }

    private void target(RoutingContext context) {
        board.view()
                .target(String.valueOf(context.pathParam("target")))
                .ifPresentOrElse(
                        answer -> respond(context, answer), () -> send(context, NOT_FOUND, TEXT, "no such target\n"));
    }

    private static void respond(RoutingContext context, Health answer) {
        boolean json = Optional.ofNullable(context.request().getHeader(HttpHeaders.ACCEPT))
                .filter(accept -> accept.contains("application/json"))
                .isPresent();
        send(
                context,
                answer.healthy() ? OK : UNAVAILABLE,
                json ? JSON : TEXT,
                json ? StatusJson.of(answer) : HealthText.line(answer) + "\n");
    }

    private static void send(RoutingContext context, int status, String type, String body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
