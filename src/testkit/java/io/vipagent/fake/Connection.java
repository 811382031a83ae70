package io.vipagent.fake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;

/** One accepted connection from its first byte to its end. */
final class Connection {
    private static final String NOT_TLS = """
            HTTP/1.0 400 Bad Request\r
            \r
            Client sent something else than plain HTTP.
            """;

    private final Wire wire;
    private final Mode mode;
    private final Supplier<Mode> current;
    private final Knobs knobs;
    private final ServerCounts counters;
    private volatile boolean hanging;
    private volatile String serverName = "";

    Connection(Wire wire, Supplier<Mode> current, Knobs knobs, ServerCounts counters) {
        this.wire = wire;
        this.mode = current.get();
        this.current = current;
        this.knobs = knobs;
        this.counters = counters;
    }

    void serve() {
        try (wire) {
            // As Go does. A handshake is several small writes, and Nagle's 40 ms would be in every probe.
            wire.setTcpNoDelay(true);
            switch (mode.behaviour()) {
                case RESET_BEFORE_TLS, REFUSE -> wire.reset();
                case SILENT_BEFORE_TLS -> beSilent();
                case PLAIN_TEXT -> servePlainText();
                case OK -> serveAmongNoise(knobs.noise);
                default -> serve(knobs.plain);
            }
        } catch (IOException e) {
            // The client left, or the server ended a hanging connection. Both are daily bread here.
        }
    }

    /** From any thread. */
    void end() {
        try {
            wire.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From any thread. A connection that is in the middle of a normal answer finishes it. */
    void endIfHanging() {
        if (hanging) {
            end();
        }
    }

    /** Marks first, looks second, while the server switches first and looks for marks second: none is missed. */
    private void hanging(boolean now) {
        hanging = now;
        if (now && current.get() != mode) {
            end();
        }
    }

    private void serveAmongNoise(Noise noise) throws IOException {
        if (noise.loses()) {
            beSilent();
        } else {
            wire.pause(noise.delay());
            serve(knobs.plain);
        }
    }

    private void beSilent() throws IOException {
        hanging(true);
        wire.drain();
    }

    private void servePlainText() throws IOException {
        InputStream in = wire.getInputStream();
        if (in.read(new byte[1024]) > 0) {
            wire.getOutputStream().write(NOT_TLS.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void serve(boolean plain) throws IOException {
        if (plain) {
            serveHttp(wire);
            return;
        }
        try (SSLSocket tls = mode.secure(wire, name -> serverName = name)) {
            shakeHands(tls);
            serveHttp(tls);
        }
    }

    private void serveHttp(Socket http) throws IOException {
        switch (mode.behaviour()) {
            case RESET_AFTER_TLS -> wire.reset();
            case SILENT_AFTER_TLS -> beSilent();
            case KEY_UPDATE_STORM -> {
                hanging(true);
                while (!wire.isClosed() && http instanceof SSLSocket tls) {
                    // Once TLS 1.3 is established this sends a KeyUpdate that demands another one, and does not wait
                    // for it.
                    tls.startHandshake();
                }
            }
            default -> serveRequests(http);
        }
    }

    private void shakeHands(SSLSocket tls) throws IOException {
        boolean trickle = mode.behaviour() == Behaviour.TRICKLE_TLS;
        try {
            hanging(trickle);
            wire.pace(trickle ? knobs.pace : Duration.ZERO);
            tls.startHandshake();
            counters.shookHands();
        } finally {
            hanging(false);
            wire.pace(Duration.ZERO);
            counters.greeted(serverName);
        }
    }

    private void serveRequests(Socket http) throws IOException {
        InputStream in = new BufferedInputStream(http.getInputStream());
        Responder responder = new Responder(mode.behaviour(), knobs, wire, http.getOutputStream());
        boolean more = true;
        boolean first = true;
        while (more) {
            Optional<RequestHead> request = RequestHead.read(in);
            if (request.isEmpty()) {
                return;
            }
            counters.requested(request.get());
            if (!first && mode.behaviour() == Behaviour.OK) {
                if (knobs.noise.loses()) {
                    beSilent();
                    return;
                }
                wire.pause(knobs.noise.delay());
            }
            first = false;
            hanging(Responder.dawdles(mode.behaviour()));
            more = responder.respond(request.get());
            if (mode.behaviour() == Behaviour.KEY_UPDATES && http instanceof SSLSocket tls) {
                tls.startHandshake();
            }
            // Idle until the next request, if there is one: ending it now hurts nobody.
            hanging(more);
        }
    }
}
