package io.vipagent.agent.http;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.vipagent.agent.history.RecentHistory;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.core.status.AgentStatus;
import io.vipagent.core.status.ClusterPage;
import io.vipagent.core.status.ClusterView;
import jakarta.inject.Provider;
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
 * The status page for browsers. A bare {@code option httpchk} of haproxy asks {@code OPTIONS /}, which is answered as
 * {@code /health} is; and a check by {@code GET /} that does not ask for HTML gets a 404, since the page is there for a
 * dead node too.
 */
@Path("/")
@Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
@Singleton
public final class RootResource {
    private final TargetBoard board;
    private final Provider<AgentStatus> reports;
    private final RecentHistory history;
    private final Turns turns;

    /** Called by Quarkus; each {@link Provider#get} is a status of that moment. */
    public RootResource(TargetBoard board, Provider<AgentStatus> reports, RecentHistory history, Turns turns) {
        this.board = board;
        this.reports = reports;
        this.history = history;
        this.turns = turns;
    }

    /** Returns the page for a client that asks for HTML before anything else; nothing is here for others. */
    @GET
    @Blocking
    @Produces({MediaType.TEXT_PLAIN, MediaType.TEXT_HTML, MediaType.APPLICATION_JSON})
    public Response get(@Context HttpHeaders headers) {
        if (!MediaTypes.prefers(headers, MediaTypes.HTML, MediaTypes.TEXT)) {
            throw Answers.notFound("not found");
        }
        return turns.take(this::page);
    }

    private Response page() {
        String page = ClusterPage.of(ClusterView.of(reports.get(), history.events()), history.events());
        return Response.fromResponse(Answers.of(true, MediaTypes.HTML, page))
                .header("Content-Security-Policy", ClusterPage.POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** Returns the same without a body. */
    @HEAD
    @Blocking
    @Produces({MediaType.TEXT_PLAIN, MediaType.TEXT_HTML, MediaType.APPLICATION_JSON})
    public Response head(@Context HttpHeaders headers) {
        return get(headers);
    }

    /** Returns whether this node's apiserver serves. */
    @OPTIONS
    @NonBlocking
    public Response options(@Context HttpHeaders headers) {
        return Answers.of(board.view().service(), headers);
    }
}
