package io.vipagent.core.history;

/** A history that came from elsewhere cannot be read; the message says why. */
public final class UnreadableHistory extends Exception {
    private static final long serialVersionUID = 1;

    /** The history cannot be read because of {@code message}. */
    public UnreadableHistory(String message) {
        super(message);
    }
}
