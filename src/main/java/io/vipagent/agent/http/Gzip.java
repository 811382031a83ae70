package io.vipagent.agent.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** gzip for those who ask for it, as Prometheus does (RFC 9110, 12.5.3). */
final class Gzip {
    private static final String CODING = "gzip";

    /** Possessive: what a stranger sends is read once, whatever it is. */
    private static final Pattern NOT_WANTED = Pattern.compile("q\\s*+=\\s*+0(\\.0*+)?");

    private Gzip() {}

    /** Returns whether the client takes gzip: it names it, or everything, and not with a q of 0. */
    static boolean isAccepted(HttpHeaders headers) {
        return isAccepted(headers.getRequestHeader(HttpHeaders.ACCEPT_ENCODING));
    }

    static boolean isAccepted(List<String> values) {
        boolean any = false;
        for (String coding : String.join(",", values).toLowerCase(Locale.ROOT).split(",", -1)) {
            int end = coding.indexOf(';');
            String name = (end < 0 ? coding : coding.substring(0, end)).strip();
            boolean wanted = end < 0
                    || !NOT_WANTED.matcher(coding.substring(end + 1).strip()).matches();
            if (name.equals(CODING)) {
                return wanted;
            }
            any |= name.equals("*") && wanted;
        }
        return any;
    }

    /** Returns the same answer, zipped. */
    static Response zipped(Response answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(String.valueOf(answer.getEntity()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return Response.fromResponse(answer)
                .entity(bytes.toByteArray())
                .header(HttpHeaders.CONTENT_ENCODING, CODING)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .build();
    }
}
