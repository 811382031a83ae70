package io.vipagent.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vipagent.status.Report;
import io.vipagent.status.StatusJson;
import jakarta.inject.Provider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Everything that is known, as JSON. */
@Path("/api/v1/status")
@NonBlocking
public final class StatusResource {
    private final Provider<Report> reports;

    /** Called by Quarkus; each {@link Provider#get} is a report of that moment. */
    public StatusResource(Provider<Report> reports) {
        this.reports = reports;
    }

    /** The status at this moment. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String status() {
        return StatusJson.of(reports.get());
    }
}
