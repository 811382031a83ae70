package io.vipagent.agent.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets through what is documented and nothing else. Quarkus' extensions bring paths along that no setting removes
 * ({@code /q/health/started}, {@code /q/health/group/…}, everything below {@code /metrics}), and serve theirs by every
 * method.
 */
@Singleton
public final class Gate {
    private static final int BEFORE_ALL_ELSE = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final String HEALTH = "/health";
    private static final Set<String> OTHERS =
            Set.of("/metrics", "/api/v1/status", "/q/health", "/q/health/live", "/q/health/ready");
    private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD);

    /** haproxy asks by OPTIONS where it is not told otherwise. */
    private static final List<HttpMethod> HAPROXYS = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    void register(@Observes Filters filters) {
        filters.register(Gate::admit, BEFORE_ALL_ELSE);
    }

    private static void admit(RoutingContext context) {
        List<HttpMethod> methods = methods(context.normalizedPath());
        if (methods.contains(context.request().method())) {
            context.next();
        } else if (methods.isEmpty()) {
            context.response()
                    .setStatusCode(NOT_FOUND)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                    .end("not found\n");
        } else {
            context.response()
                    .setStatusCode(METHOD_NOT_ALLOWED)
                    .putHeader(
                            HttpHeaders.ALLOW,
                            methods.stream().map(HttpMethod::name).collect(Collectors.joining(", ")))
                    .end();
        }
    }

    /** By which methods a path is served; none where it is not. */
    private static List<HttpMethod> methods(String path) {
        if (path.equals(HEALTH) || path.matches(HEALTH + "/[^/]+")) {
            return HAPROXYS;
        }
        return OTHERS.contains(path) ? READING : List.of();
    }
}
