package io.vipagent.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vipagent.config.Settings;
import io.vipagent.monitor.Board;
import io.vipagent.status.StatusJson;
import io.vipagent.version.Version;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Everything that is known, as JSON. */
@Path("/api/v1/status")
@NonBlocking
public final class StatusResource {
    private final Settings settings;
    private final Board board;

    /** Called by Quarkus. */
    public StatusResource(Settings settings, Board board) {
        this.settings = settings;
        this.board = board;
    }

    /** The status at this moment. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String status() {
        return StatusJson.of(settings.node(), Version.current(), board.view());
    }
}
