package io.vipagent.agent.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Serves metrics in Prometheus' text format unless OpenMetrics is asked for, as Prometheus does: people and
 * {@code promtool check metrics} read the former.
 */
@Singleton
public final class MetricsFormat {
    private static final int BEFORE_ROUTES = 100;

    void register(@Observes Filters filters) {
        filters.register(MetricsFormat::prefersText, BEFORE_ROUTES);
    }

    private static void prefersText(RoutingContext context) {
        HttpServerRequest request = context.request();
        @Nullable String accept = request.getHeader(HttpHeaders.ACCEPT);
        if ("/metrics".equals(request.path()) && (accept == null || !accept.contains("openmetrics"))) {
            request.headers().set(HttpHeaders.ACCEPT, "text/plain");
        }
        context.next();
    }
}
