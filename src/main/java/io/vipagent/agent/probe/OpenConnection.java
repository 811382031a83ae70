package io.vipagent.agent.probe;

import io.vipagent.agent.tls.TlsMaterial;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection that carries one question after the other, each under a deadline of its own. One thread at a time has
 * it.
 */
final class OpenConnection implements Closeable {
    /** A server's certificate is judged in the handshake: one that has expired since is found within this time. */
    static final Duration MAX_AGE = Duration.ofMinutes(5);

    /** For what has come already; more is not waited for. */
    private static final Duration LOOK_TIMEOUT = Duration.ofMillis(5);

    private final Ticker ticker;
    private final DeadlineSocket socket;
    private final Socket secured;
    private final Optional<Handshake> handshake;
    private final long opened;

    /**
     * Creates a connection that was just opened.
     *
     * @param secured TLS over {@code socket}, or the same
     * @param handshake the one that it began with, where it is in TLS
     */
    OpenConnection(Ticker ticker, DeadlineSocket socket, Socket secured, Optional<Handshake> handshake) {
        this.ticker = ticker;
        this.socket = socket;
        this.secured = secured;
        this.handshake = handshake;
        this.opened = ticker.nanos();
    }

    /** Returns what questions are written to, and answers read from. */
    Socket socket() {
        return secured;
    }

    /** Returns what was shown when it was opened; empty in the clear. */
    Optional<Handshake> handshake() {
        return handshake;
    }

    /** Begins another question, which ends by {@code deadline}. */
    void begin(Deadline deadline) {
        socket.begin(deadline);
    }

    /** Returns whether it was opened by these TLS files, and the peer has said nothing since its last answer. */
    boolean isUsable(Optional<TlsMaterial> material) {
        try {
            return handshake.map(Handshake::material).equals(material) && saysNothing();
        } catch (IOException e) {
            return false;
        }
    }

    /** What TLS says of its own behind an answer, such as a ticket or new keys, is nothing that the peer has said. */
    private boolean saysNothing() throws IOException {
        if (handshake.isPresent() && socket.getInputStream().available() > 0) {
            socket.begin(Deadline.in(ticker, LOOK_TIMEOUT));
            try {
                secured.getInputStream().read();
                return false;
            } catch (SocketTimeoutException e) {
                // All that has come was TLS's own, or is not there as a whole.
            }
        }
        return socket.getInputStream().available() == 0;
    }

    /** Returns whether it may carry another question behind the one that begins. */
    boolean mayStay() {
        return ticker.nanos() - opened < MAX_AGE.toNanos() && socket.hasRoom();
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            secured.close();
        }
    }
}
