package io.vipagent.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vipagent.monitor.Board;
import io.vipagent.status.StatusJson;
import io.vipagent.status.Words;
import io.vipagent.verdict.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * What haproxy's {@code option httpchk} asks: 200 or 503, by GET, HEAD or OPTIONS, haproxy's default. One line of text,
 * or JSON where that is accepted.
 */
@Path("/health")
@NonBlocking
public final class HealthResource {
    private static final int UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;

    private final Board board;

    /** Called by Quarkus. */
    public HealthResource(Board board) {
        this.board = board;
    }

    /** This node's own apiserver: what the agent-check says too. */
    @GET
    public Response get(@Context HttpHeaders headers) {
        return respond(Optional.of(board.view().service()), headers);
    }

    /** The same without a body. */
    @HEAD
    public Response head(@Context HttpHeaders headers) {
        return get(headers);
    }

    /** The same; haproxy asks by OPTIONS where it is not told otherwise. */
    @OPTIONS
    public Response options(@Context HttpHeaders headers) {
        return get(headers);
    }

    /** One target by its name. */
    @GET
    @Path("{target}")
    public Response getTarget(@PathParam("target") String target, @Context HttpHeaders headers) {
        return respond(board.view().target(target), headers);
    }

    /** The same without a body. */
    @HEAD
    @Path("{target}")
    public Response headTarget(@PathParam("target") String target, @Context HttpHeaders headers) {
        return getTarget(target, headers);
    }

    /** The same, by OPTIONS. */
    @OPTIONS
    @Path("{target}")
    public Response optionsTarget(@PathParam("target") String target, @Context HttpHeaders headers) {
        return getTarget(target, headers);
    }

    private static Response respond(Optional<Answer> found, HttpHeaders headers) {
        if (found.isEmpty()) {
            return Response.status(NOT_FOUND)
                    .type(MediaType.TEXT_PLAIN)
                    .entity("no such target\n")
                    .build();
        }
        Answer answer = found.get();
        boolean json = headers.getAcceptableMediaTypes().stream().anyMatch(MediaType.APPLICATION_JSON_TYPE::equals);
        return Response.status(answer.healthy() ? Response.Status.OK.getStatusCode() : UNAVAILABLE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .type(json ? MediaType.APPLICATION_JSON : MediaType.TEXT_PLAIN)
                .entity(json ? StatusJson.of(answer) : Words.line(answer) + "\n")
                .build();
    }
}
