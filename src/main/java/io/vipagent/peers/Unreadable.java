package io.vipagent.peers;

/** What a peer sent is not a status; the message says what was given and what is expected, in one line. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
        super(message);
    }
}
