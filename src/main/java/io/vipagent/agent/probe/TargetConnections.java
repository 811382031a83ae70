package io.vipagent.agent.probe;

import io.vipagent.core.health.Question;
import io.vipagent.core.protocol.UnusableFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connections to one target: which one is kept for the next question, and how a fresh one begins. */
final class TargetConnections {
    private final Dialer dialer;
    private @Nullable HttpConnection kept;
    private boolean fullHello;
    private boolean ended;

    /** Opens connections to the target. */
    @FunctionalInterface
    interface Dialer {
        /** Begins to connect, and does not wait. */
        HttpConnection dial(ClientHello hello, HttpConnection.Listener listener) throws UnusableFile;
    }

    /** Opens by {@code dialer}, once it is asked to. */
    TargetConnections(Dialer dialer) {
        this.dialer = dialer;
    }

    /** Begins to connect with the hello that the server takes, as far as that is known. */
    HttpConnection dial(HttpConnection.Listener listener) throws UnusableFile {
        return dialer.dial(fullHello ? ClientHello.FULL : ClientHello.LEAN, listener);
    }

    /** Begins to connect again, where the lean hello was refused. */
    HttpConnection dialInFull(HttpConnection.Listener listener) throws UnusableFile {
        return dialer.dial(ClientHello.FULL, listener);
    }

    /** Returns the kept connection, where it can be asked {@code question} now. */
    Optional<HttpConnection> kept(Question question) {
        Optional<HttpConnection> idle = idle();
        boolean usable =
                idle.isPresent() && (question != Question.FULL || idle.get().current());
        return usable ? idle : Optional.empty();
    }

    /** Returns the kept connection, where it carries no question now; its TLS files may be those of before. */
    Optional<HttpConnection> idle() {
        return kept != null && kept.idle() ? Optional.of(kept) : Optional.empty();
    }

    /** Keeps the connection that has just answered, and ends the one before. */
    void keep(HttpConnection answered) {
        HttpConnection before = kept;
        if (answered.idle() && !ended) {
            kept = answered;
        } else if (before == answered) {
            kept = null;
        }
        if (before != null && before != kept && before.idle()) {
            before.end();
        }
        fullHello = fullHello || answered.demandsAll();
    }

    /** Keeps {@code gone} no longer, and returns whether it was the one that is kept. */
    boolean drop(HttpConnection gone) {
        boolean wasKept = kept == gone;
        if (wasKept) {
            kept = null;
        }
        return wasKept;
    }

    /** Ends the kept connection; none is kept any more. */
    void end() {
        ended = true;
        if (kept != null) {
            kept.end();
            kept = null;
        }
    }
}
