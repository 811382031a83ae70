package io.vipagent.agent.http;

import io.vipagent.core.text.Labelled;

/** Why a client's connection was not served, or no longer. Its word is a label of a metric. */
public enum Refusal implements Labelled {
    /** The client's address is not in {@code http.allow}. */
    NOT_ALLOWED("its address is not in http.allow"),
    /** The client has as many connections as one may have. */
    CLIENT_LIMIT("it has as many connections as one client may have"),
    /** All places were taken, or all of its client's, and it was of the least use. */
    EVICTED("all places were taken, and it was idle, or its request was not complete, for longest"),
    /** The request was not complete in time. */
    SLOW_REQUEST("its request was not complete in time"),
    /** The client does not take its answers. */
    UNREAD_ANSWER("it does not take its answers"),
    /** The client asks for much more before it has an answer. */
    PIPELINE("it asked for too much without waiting for an answer"),
    /** The TLS handshake failed, or was not complete in time. */
    TLS_HANDSHAKE("its TLS handshake failed or was not complete in time"),
    /** The client showed no credentials where {@code http.tls} asks for some. */
    UNAUTHORIZED("it showed neither a client certificate nor the token that http.tls asks for"),
    /** The request was malformed, or met a defect of the agent. */
    FAILED_REQUEST("its request could not be answered"),
    /** The agent had no file descriptor for it. */
    NO_DESCRIPTOR("the agent had no file descriptor for it");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    /** Returns the words for the log. */
    public String words() {
        return words;
    }
}
