package io.vipagent.agent.http;

import io.smallrye.common.annotation.Blocking;
import io.vipagent.agent.history.HistoryFile;
import io.vipagent.config.Settings;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.history.HistoryJson;
import io.vipagent.core.history.HistoryTime;
import io.vipagent.platform.time.Ticker;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened on this node, as JSON: what {@code history --cluster} and {@code why --cluster} ask the peers for. */
@Path("/api/v1/history")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Singleton
public final class HistoryResource {
    /** The most events of one answer; of more, the newest. */
    static final int MAX_EVENTS = 2000;

    private final Settings settings;
    private final Ticker ticker;
    private final Turns turns;

    public HistoryResource(Settings settings, Ticker ticker, Turns turns) {
        this.settings = settings;
        this.ticker = ticker;
        this.turns = turns;
    }

    /** Returns the events since a time, at most until another; 400 where one of them is no time. */
    @GET
    public Response history(@QueryParam("since") @Nullable String since, @QueryParam("until") @Nullable String until) {
        Instant now = ticker.wall();
        Optional<Instant> from = moment(since, now);
        Optional<Instant> to = moment(until, now);
        if ((since != null && from.isEmpty()) || (until != null && to.isEmpty())) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaTypes.TEXT)
                    .entity("since, until: expected " + HistoryTime.EXPECTED + "\n")
                    .build();
        }
        return turns.take(() -> answer(from, to, now));
    }

    private Response answer(Optional<Instant> from, Optional<Instant> to, Instant now) {
        List<HistoryEvent> events =
                HistoryFile.read(HistoryFile.beside(settings.socket()), HistoryFile.DEFAULT_MAX_BYTES).events().stream()
                        .filter(event -> from.isEmpty() || !event.at().isBefore(from.get()))
                        .filter(event -> to.isEmpty() || !event.at().isAfter(to.get()))
                        .toList();
        List<HistoryEvent> newest = events.subList(Math.max(0, events.size() - MAX_EVENTS), events.size());
        return Answers.of(true, MediaTypes.JSON, HistoryJson.document(settings.node(), now, newest));
    }

    /** Returns the same without a body. */
    @HEAD
    public Response head(@QueryParam("since") @Nullable String since, @QueryParam("until") @Nullable String until) {
        return history(since, until);
    }

    /** Refuses: the events are for GET and HEAD alone. */
    @OPTIONS
    public Response options() {
        throw Answers.readOnly();
    }

    private static Optional<Instant> moment(@Nullable String text, Instant now) {
        return Optional.ofNullable(text).flatMap(given -> HistoryTime.parse(given, now, ZoneOffset.UTC));
    }
}
