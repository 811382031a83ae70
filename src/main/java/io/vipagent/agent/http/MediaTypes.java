package io.vipagent.agent.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** The media types that are served, and which of two a client prefers. */
final class MediaTypes {
    static final MediaType TEXT = new MediaType("text", "plain", "UTF-8");
    static final MediaType HTML = new MediaType("text", "html", "UTF-8");
    static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE;

    private MediaTypes() {}

    /**
     * Returns whether JSON is what the client names before anything that text would satisfy; in the order of its q
     * values.
     */
    static boolean prefersJson(HttpHeaders headers) {
        return prefers(headers, JSON, TEXT);
    }

    /**
     * Returns whether the first of the client's types that fits either of the two fits {@code other} and not
     * {@code usual}.
     */
    static boolean prefers(HttpHeaders headers, MediaType other, MediaType usual) {
        for (MediaType accepted : headers.getAcceptableMediaTypes()) {
            if (accepted.isCompatible(usual)) {
                return false;
            }
            if (accepted.isCompatible(other)) {
                return true;
            }
        }
        return false;
    }
}
