package io.vipagent.agent.probe;

import io.vipagent.agent.tls.TlsMaterial;
import io.vipagent.core.target.Endpoint;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The connections between two questions, one for each endpoint at most. Safe for any thread. */
final class IdleConnections implements AutoCloseable {
    private final Map<Endpoint, OpenConnection> idle = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Takes the connection to {@code endpoint} out, where there is one that can be used with these TLS files. */
    Optional<OpenConnection> take(Endpoint endpoint, Optional<TlsMaterial> material) {
        Optional<OpenConnection> kept = Optional.ofNullable(idle.remove(endpoint));
        if (kept.isPresent() && !kept.get().isUsable(material)) {
            close(kept.get());
            return Optional.empty();
        }
        return kept;
    }

    /** Keeps {@code connection}, whose answer is complete, for the next question to {@code endpoint}. */
    void keep(Endpoint endpoint, OpenConnection connection) {
        OpenConnection before = idle.put(endpoint, connection);
        if (before != null) {
            close(before);
        }
        if (closed) {
            close();
        }
    }

    /** Closes all, also those that are kept from now on. */
    @Override
    public void close() {
        closed = true;
        for (Endpoint endpoint : idle.keySet()) {
            Optional.ofNullable(idle.remove(endpoint)).ifPresent(IdleConnections::close);
        }
    }

    private static void close(OpenConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is gone all the same.
        }
    }
}
