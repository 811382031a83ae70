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

/** A bare {@code option httpchk} of haproxy asks {@code OPTIONS /}: it is answered as {@code /health} is. */
@Path("/")
@Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
@NonBlocking
@Singleton
public final class RootResource {
    private final TargetBoard board;

    /** Called by Quarkus. */
    public RootResource(TargetBoard board) {
        this.board = board;
    }

    /** Nothing is here. */
    @GET
    public Response get() {
        throw Answers.notFound("not found");
    }

    /** Nothing is here. */
    @HEAD
    public Response head() {
        throw Answers.notFound("not found");
    }

    /** Whether this node's apiserver serves. */
    @OPTIONS
    public Response options(@Context HttpHeaders headers) {
        return Answers.of(board.view().service(), headers);
    }
}
