package io.vipagent.agent.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vipagent.agent.monitor.TargetBoard;
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
 * Whether this node may hold the VIP: 200, or 503 with the reason. The same that {@code vip-agent check} says, for
 * those who ask by HTTP, such as kube-vip.
 */
@Path("/decision")
@Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
@NonBlocking
@Singleton
public final class DecisionResource {
    private final TargetBoard board;

    public DecisionResource(TargetBoard board) {
        this.board = board;
    }

    /** Returns whether it may. */
    @GET
    public Response decision(@Context HttpHeaders headers) {
        return Answers.of(board.ask(), headers);
    }

    /** Returns the same without a body. */
    @HEAD
    public Response head(@Context HttpHeaders headers) {
        return decision(headers);
    }

    /** Returns the same for {@code option httpchk} alone. */
    @OPTIONS
    public Response options(@Context HttpHeaders headers) {
        return decision(headers);
    }
}
