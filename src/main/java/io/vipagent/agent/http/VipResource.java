package io.vipagent.agent.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vipagent.core.status.AgentStatus;
import io.vipagent.core.status.VipStatus;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Whether this node holds the VIP now, every one of them: 200, or 503. What is not known is not held. */
@Path("/vip")
@Produces(MediaType.TEXT_PLAIN)
@NonBlocking
@Singleton
public final class VipResource {
    private final Provider<AgentStatus> reports;

    /** Called by Quarkus; each {@link Provider#get} is a status of that moment. */
    public VipResource(Provider<AgentStatus> reports) {
        this.reports = reports;
    }

    /** Returns whether it does. */
    @GET
    public Response vip() {
        VipStatus vip = reports.get().vip();
        return Answers.of(vip.heldHere(), MediaTypes.TEXT, vip.holding() + "\n");
    }

    /** Returns the same without a body. */
    @HEAD
    public Response head() {
        return vip();
    }

    /** Returns the same for {@code option httpchk} alone. */
    @OPTIONS
    public Response options() {
        return vip();
    }
}
