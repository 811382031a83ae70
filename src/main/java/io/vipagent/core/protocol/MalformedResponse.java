package io.vipagent.core.protocol;

/** What the peer sent is not an answer that we take. */
public final class MalformedResponse extends Exception {
    private static final long serialVersionUID = 1;

    MalformedResponse(String message) {
        super(message);
    }
}
