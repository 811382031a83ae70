package io.vipagent.agent.http;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Turns off, once and before anything is served, the paths that Quarkus' extensions register by themselves and by every
 * method ({@code /q/health/started}, {@code /q/health/group/…}, everything below {@code /metrics}): no setting removes
 * them. What is served is what the resource classes of this package declare.
 */
@Singleton
public final class OurPathsAlone {
    private static final List<String> EXTENSIONS = List.of("/q/", "/metrics");

    void turnOff(@Observes Router router) {
        for (Route route : router.getRoutes()) {
            String path = String.valueOf(route.getPath());
            if (EXTENSIONS.stream().anyMatch(path::startsWith)) {
                route.disable();
            }
        }
    }
}
