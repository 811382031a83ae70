package io.vipagent.agent.http;

import io.vipagent.core.health.Health;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.status.StatusJson;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Answers that nobody may keep: each is true at its moment alone. */
final class Answers {
    private Answers() {}

    /** Returns 200 where {@code good}, else 503. */
    static Response of(boolean good, MediaType type, Object body) {
        return Response.status(good ? Status.OK : Status.SERVICE_UNAVAILABLE)
                .type(type)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(body)
                .build();
    }

    /** Returns 200 where {@code health} is good, else 503, in one line of text, or as JSON where that is preferred. */
    static Response of(Health health, HttpHeaders headers) {
        boolean json = MediaTypes.prefersJson(headers);
        return of(
                health.healthy(),
                json ? MediaTypes.JSON : MediaTypes.TEXT,
                json ? StatusJson.of(health) : HealthText.line(health) + "\n");
    }

    /** Returns 404, with a line that says what is not there. */
    static NotFoundException notFound(String what) {
        return new NotFoundException(Response.status(Status.NOT_FOUND)
                .type(MediaTypes.TEXT)
                .entity(what + "\n")
                .build());
    }

    /**
     * Returns the refusal of OPTIONS by a path that says nothing about the node's health: a framework's 200 would
     * mislead.
     */
    static NotAllowedException readOnly() {
        return new NotAllowedException("GET", new String[] {"HEAD"});
    }
}
