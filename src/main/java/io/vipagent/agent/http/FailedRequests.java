package io.vipagent.agent.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vipagent.core.text.OneLine;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers requests that fail before or behind the resources, in a few words; they are counted as other refusals are.
 * Quarkus' own handler would write a trace of each to the log, and so would let any client fill it.
 */
@Singleton
public final class FailedRequests {
    private static final int MIN_ERROR = 400;
    private static final int MAX_FAILURE_LENGTH = 200;

    private final Refused refused;

    public FailedRequests(Refused refused) {
        this.refused = refused;
    }

    void register(@Observes Router router) {
        router.route().failureHandler(this::fail);
        // What fails while a failure is answered: Vert.x' own would write its trace.
        router.errorHandler(HttpResponseStatus.INTERNAL_SERVER_ERROR.code(), FailedRequests::giveUp);
    }

    private void fail(RoutingContext context) {
        HttpServerResponse response = context.response();
        int status = context.statusCode() < MIN_ERROR
                ? HttpResponseStatus.INTERNAL_SERVER_ERROR.code()
                : context.statusCode();
        refused.count(
                Refusal.FAILED_REQUEST,
                context.request().remoteAddress().hostAddress() + ": " + status
                        + Optional.ofNullable(context.failure())
                                .map(failure -> status < HttpResponseStatus.INTERNAL_SERVER_ERROR.code()
                                        ? String.valueOf(failure.getMessage())
                                        : failure.toString())
                                .map(failure -> " " + OneLine.line(failure, MAX_FAILURE_LENGTH))
                                .orElse(""));
        if (response.headWritten()) {
            response.reset();
        } else if (!response.ended()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8")
                    .end(HttpResponseStatus.valueOf(status).reasonPhrase().toLowerCase(Locale.ROOT) + "\n");
        }
    }

    /** The answer cannot be made: while the agent ends there are no threads for it, or it was half written. */
    private static void giveUp(RoutingContext context) {
        context.request().connection().close();
    }
}
