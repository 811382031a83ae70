package io.vipagent.core.status;

/** What a peer sent is not a status; the message says what was given and what is expected, in one line. */
public final class UnreadableStatus extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableStatus(String message) {
        super(message);
    }
}
