package io.vipagent.agent.probe;

import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.health.TlsSession;
import io.vipagent.core.protocol.Credentials;
import io.vipagent.core.protocol.ResponseParser;
import java.util.Optional;

/** A connection that carries one question at a time and never blocks. It tells its listener what happens on it. */
interface HttpConnection {
    /** How a connection ended that could not answer. */
    enum Ending {
        /** The kernel of the other side refused it, at every address. */
        REFUSED,
        /** The peer closed or reset it. */
        CLOSED,
        /** The connection ended in any other way. */
        OTHER
    }

    /** What happens on a connection. After {@code failed}, {@code closed} and {@code unasked} it is gone. */
    interface Listener {
        /** The answer to the question is complete; the connection is idle, or gone where it cannot be kept. */
        void answered(HttpConnection connection);

        /** The question cannot be answered over this connection. */
        void failed(HttpConnection connection, Throwable error, Ending ending);

        /** The peer has ended the connection while it was idle. */
        void closed(HttpConnection connection);

        /** The peer said something that nobody asked for, while the connection was idle; it has been ended. */
        void unasked(HttpConnection connection);
    }

    /**
     * Asks, now or once the connection is established. It must be idle, or just opened.
     *
     * @param stopwatch begins each phase as it comes
     */
    void ask(String requestTarget, ResponseParser parser, Stopwatch stopwatch);

    /** Does what is due at {@code nowNanos}, and returns in how many nanoseconds to be called again. */
    long run(long nowNanos);

    /** Returns whether it can be asked another question. */
    boolean idle();

    /** Returns the certificate that the server showed, if it came so far. */
    Optional<ServerCertificate> certificate();

    /** Returns what its handshake agreed on, if that ended well. */
    default Optional<TlsSession> session() {
        return Optional.empty();
    }

    /** Returns what was shown of this side. */
    default Credentials credentials() {
        return Credentials.NONE;
    }

    /** Returns whether it was made with the TLS files that are in force now. */
    boolean current();

    /** Returns whether the server refused the lean hello, now or before, and took the full one. */
    boolean demandsAll();

    /** Ends in good order; nothing more is told of it. */
    void end();

    /** Ends at once; nothing more is told of it. */
    void abort();
}
