package io.vipagent.agent.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** gzip for those who ask for it, as Prometheus does (RFC 9110, 12.5.3). */
final class Gzip {
    private static final String CODING = "gzip";

    private Gzip() {}

    /** Returns whether the client takes gzip: it names it, or everything, and not with a q of 0. */
    static boolean isAccepted(HttpHeaders headers) {
        return isAccepted(headers.getRequestHeader(HttpHeaders.ACCEPT_ENCODING));
    }

    static boolean isAccepted(List<String> values) {
        boolean any = false;
        for (String coding : String.join(",", values).toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split("\\s*;\\s*", 2);
            boolean wanted = parts.length == 1 || !parts[1].matches("q\\s*=\\s*0(\\.0*)?");
            if (parts[0].equals(CODING)) {
                return wanted;
            }
            any |= parts[0].equals("*") && wanted;
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
