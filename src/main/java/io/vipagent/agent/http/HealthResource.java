package io.vipagent.agent.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vipagent.agent.monitor.TargetBoard;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * What haproxy's {@code option httpchk} asks: 200 or 503 for the node, or for one target, with one line of text, or
 * JSON where that is preferred. OPTIONS, by which haproxy asks where it is not told otherwise, is answered in the same
 * way: a framework's own answer to it would be 200 for a dead node.
 */
@Path("/health")
@Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
@NonBlocking
@Singleton
public final class HealthResource {
    private final TargetBoard board;

    public HealthResource(TargetBoard board) {
        this.board = board;
    }

    /** Returns whether this node's apiserver serves. */
    @GET
    public Response node(@Context HttpHeaders headers) {
        return Answers.of(board.view().service(), headers);
    }

    /** Returns the same without a body. */
    @HEAD
    public Response nodeHead(@Context HttpHeaders headers) {
        return node(headers);
    }

    /** Returns the same for {@code option httpchk} alone. */
    @OPTIONS
    public Response nodeOptions(@Context HttpHeaders headers) {
        return node(headers);
    }

    /** Returns whether one target serves. */
    @GET
    @Path("{target}")
    public Response target(@PathParam("target") String target, @Context HttpHeaders headers) {
        return Answers.of(board.view().target(target).orElseThrow(() -> Answers.notFound("no such target")), headers);
    }

    /** Returns the same without a body. */
    @HEAD
    @Path("{target}")
    public Response targetHead(@PathParam("target") String target, @Context HttpHeaders headers) {
        return target(target, headers);
    }

    /** Returns the same for {@code option httpchk} alone. */
    @OPTIONS
    @Path("{target}")
    public Response targetOptions(@PathParam("target") String target, @Context HttpHeaders headers) {
        return target(target, headers);
    }
}
