package io.vipagent.agent.http;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The metrics in Prometheus' text format, or in OpenMetrics where that is preferred: people and
 * {@code promtool check metrics} read the former.
 */
@Path("/metrics")
@Produces({MediaType.TEXT_PLAIN, "application/openmetrics-text"})
@NonBlocking
@Singleton
public final class MetricsResource {
    private static final MediaType OPEN_METRICS = new MediaType("application", "openmetrics-text");

    private final PrometheusMeterRegistry registry;

    public MetricsResource(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Returns every metric, as of now. */
    @GET
    public Response metrics(@Context HttpHeaders headers) {
        boolean open = MediaTypes.prefers(headers, OPEN_METRICS, MediaTypes.TEXT);
        String type = open ? TextFormat.CONTENT_TYPE_OPENMETRICS_100 : TextFormat.CONTENT_TYPE_004;
        Response answer = Answers.of(true, MediaType.valueOf(type), registry.scrape(type));
        return Gzip.isAccepted(headers) ? Gzip.zipped(answer) : answer;
    }

    /** Returns the same without a body. */
    @HEAD
    public Response head(@Context HttpHeaders headers) {
        return metrics(headers);
    }

    /** Refuses: metrics are for GET and HEAD alone. */
    @OPTIONS
    public Response options() {
        throw Answers.readOnly();
    }
}
