package io.vipagent.agent.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What a client hears that asks for what is not there: its status and a few words, as text. */
public final class Refusals {
    private static final int METHOD_NOT_ALLOWED = 405;

    @ServerExceptionMapper
    public Response refuse(WebApplicationException refusal) {
        Response given = refusal.getResponse();
        ResponseBuilder answer = Response.status(given.getStatus())
                .type(MediaTypes.TEXT)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(words(given.getStatus()) + "\n");
        if (given.getStatus() == METHOD_NOT_ALLOWED) {
            answer.header(
                    HttpHeaders.ALLOW,
                    Optional.ofNullable(given.getHeaderString(HttpHeaders.ALLOW))
                            .orElse("GET, HEAD"));
        }
        return answer.build();
    }

    private static String words(int status) {
        return Optional.ofNullable(Status.fromStatusCode(status))
                .map(known -> known.getReasonPhrase().toLowerCase(Locale.ROOT))
                .orElse("refused");
    }
}
