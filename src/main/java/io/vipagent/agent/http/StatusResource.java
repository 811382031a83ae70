package io.vipagent.agent.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vipagent.core.status.AgentStatus;
import io.vipagent.core.status.StatusJson;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** All that the agent knows, as JSON: what peers and {@code doctor} read. */
@Path("/api/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Singleton
public final class StatusResource {
    private final Provider<AgentStatus> reports;

    /** Called by Quarkus; each {@link Provider#get} is a status of that moment. */
    public StatusResource(Provider<AgentStatus> reports) {
        this.reports = reports;
    }

    /** Returns the status, always with 200. */
    @GET
    public Response status() {
        return Answers.of(true, MediaTypes.JSON, StatusJson.of(reports.get()));
    }

    /** Returns the same without a body. */
    @HEAD
    public Response head() {
        return status();
    }

    /** Refuses: the status is for GET and HEAD alone. */
    @OPTIONS
    public Response options() {
        throw Answers.readOnly();
    }
}
