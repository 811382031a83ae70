package io.vipagent.agent.probe;

import io.vipagent.core.health.Phase;
import io.vipagent.core.health.ServerCertificate;
import io.vipagent.core.protocol.MalformedResponse;
import io.vipagent.core.protocol.ResponseParser;
import io.vipagent.platform.time.Ticker;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A connection whose other end is the test. */
final class ScriptedConnection implements HttpConnection {
    /** Listens where nothing is to be told. */
    static final HttpConnection.Listener NOBODY = new HttpConnection.Listener() {
        @Override
        public void answered(HttpConnection connection) {
            throw new AssertionError("answered");
        }

        @Override
        public void failed(HttpConnection connection, Throwable error, Ending ending) {
            throw new AssertionError(error);
        }

        @Override
        public void closed(HttpConnection connection) {
            throw new AssertionError("closed");
        }

        @Override
        public void unasked(HttpConnection connection) {
            throw new AssertionError("unasked");
        }
    };

    final int number;
    final ClientHello hello;
    final HttpConnection.Listener listener;
    final List<String> asked = new ArrayList<>();
    private final Ticker ticker;
    private final Consumer<ScriptedConnection> server;

    Optional<ResponseParser> parser = Optional.empty();
    boolean current = true;
    boolean demandsAll;
    String state = "open";
    private Stopwatch stopwatch;

    /** Calls {@code server} at each question, which may answer at once, later or never. */
    ScriptedConnection(
            int number,
            ClientHello hello,
            HttpConnection.Listener listener,
            Ticker ticker,
            Consumer<ScriptedConnection> server) {
        this.number = number;
        this.hello = hello;
        this.listener = listener;
        this.ticker = ticker;
        this.server = server;
        this.stopwatch = new Stopwatch(ticker);
    }

    void hang() {
        stopwatch.begin(Phase.FIRST_BYTE);
    }

    void answer() {
        answer(200, "ok");
    }

    void answer(int status, String body) {
        say("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        parser = Optional.empty();
        listener.answered(this);
    }

    void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            parser.orElseThrow().feed(bytes, 0, bytes.length);
        } catch (MalformedResponse e) {
            throw new AssertionError(e);
        }
    }

    void fail(Throwable error, Ending ending) {
        parser = Optional.empty();
        state = "gone";
        listener.failed(this, error, ending);
    }

    void refuse() {
        fail(new ConnectException("Connection refused"), Ending.REFUSED);
    }

    void close() {
        state = "gone";
        listener.closed(this);
    }

    @Override
    public void ask(String requestTarget, ResponseParser expected, Stopwatch fresh) {
        stopwatch = fresh;
        if (asked.isEmpty()) {
            stopwatch.begin(Phase.CONNECT);
        }
        asked.add(ticker.nanos() / 1_000_000 + " " + requestTarget);
        parser = Optional.of(expected);
        server.accept(this);
    }

    @Override
    public long run(long nowNanos) {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean idle() {
        return state.equals("open") && parser.isEmpty();
    }

    @Override
    public Optional<ServerCertificate> certificate() {
        return Optional.empty();
    }

    @Override
    public boolean current() {
        return current;
    }

    @Override
    public boolean demandsAll() {
        return demandsAll;
    }

    @Override
    public void end() {
        state = "ended";
    }

    @Override
    public void abort() {
        state = "aborted";
        parser = Optional.empty();
    }
}
