package io.vipagent.fake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;

/** Answers requests on one connection, as its behaviour has it. */
final class Responder {
    private static final Duration GLANCE = Duration.ofMillis(10);
    private static final byte[] BODY_BLOCK = block("endless ", 16 * 1024);
    private static final byte[] HEADER_BLOCK = block("X-Endless: and one more for the road\r\n", 16 * 1024);
    private static final byte[] CHUNK =
            ("2000\r\n" + new String(block("endless ", 0x2000), US_ASCII) + "\r\n").getBytes(US_ASCII);

    private final Behaviour behaviour;
    private final Knobs knobs;
    private final Wire wire;
    private final OutputStream out;

    Responder(Behaviour behaviour, Knobs knobs, Wire wire, OutputStream out) {
        this.behaviour = behaviour;
        this.knobs = knobs;
        this.wire = wire;
        this.out = out;
    }

    /** Whether an answer of this behaviour takes its time, so that the client has to wait for it or give up. */
    static boolean dawdles(Behaviour behaviour) {
        return switch (behaviour) {
            case SLOW, TRICKLE_HEADERS, TRICKLE_BODY, ENDLESS_BODY, ENDLESS_CHUNKED, ENDLESS_HEADERS -> true;
            default -> false;
        };
    }

    /** Whether a check that is asked for so asks etcd too. */
    static boolean asksEtcd(RequestHead request) {
        String path = request.path();
        return (path.equals("/readyz") || path.equals("/livez") || path.equals("/healthz"))
                && !request.excludes("etcd");
    }

    /** Returns whether the connection may serve another request. */
    boolean respond(RequestHead request) throws IOException {
        Answer ok = Answer.ok(knobs.node, knobs.page);
        switch (behaviour) {
            case OK -> serveWell(request, ok);
            case EXPIRED_CERT, MISNAMED_CERT, FOREIGN_CERT, NOT_YET_VALID_CERT, EC_CERT -> send(request, ok);
            case TLS12_ONLY, TLS13_ONLY, P256_ONLY, TRICKLE_TLS, REQUIRE_CLIENT_CERT -> send(request, ok);
            case KEY_UPDATES -> send(request, ok);
            case CLOSE_BEHIND_ANSWER -> {
                send(request, ok);
                return false;
            }
            // In one write: words that come later may meet the next question, and are its answer then.
            case TALKATIVE -> out.write(joined(bytes(request, ok), bytes(request, Answer.of("408 Request Timeout", ""))));
            case ERROR_500 -> send(request, Answer.failing(request.path()));
            case READYZ_500 ->
                send(request, request.path().startsWith("/readyz") ? Answer.failing(request.path()) : ok);
            case UNAUTHORIZED_401 -> send(request, Answer.unauthorized());
            case FORBIDDEN_403 -> send(request, Answer.forbidden(request.path()));
            case NOT_FOUND_404 -> send(request, Answer.of("404 Not Found", "404 page not found\n"));
            case TOO_MANY_429 -> send(request, Answer.tooMany());
            case UNAVAILABLE_503 -> send(request, Answer.unavailable());
            case REDIRECT_302 ->
                send(
                        request,
                        request.path().equals("/redirected")
                                ? ok
                                : Answer.of("302 Found", "").with("Location", "/redirected"));
            case WRONG_BODY -> send(request, Answer.of("200 OK", "<html>hello"));
            case EMPTY_BODY -> send(request, Answer.of("200 OK", ""));
            case CONTINUE_100 -> {
                write("HTTP/1.1 100 Continue\r\n\r\n");
                send(request, ok);
            }
            case CHUNKED_OK -> write(ok.headText() + "Transfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n");
            case SLOW -> {
                wire.pause(knobs.slowness);
                send(request, ok);
            }
            case REQUIRE_TOKEN -> send(request, hasToken(request) ? ok : Answer.unauthorized());
            case TRICKLE_HEADERS -> {
                trickle(ok.headBytes());
                out.write(ok.bodyBytes());
            }
            case TRICKLE_BODY -> {
                Answer slow = Answer.of("200 OK", "ok" + " ".repeat(98));
                out.write(slow.headBytes());
                trickle(slow.bodyBytes());
            }
            case ENDLESS_BODY -> endless(ok.headText() + "Connection: close\r\n\r\n", BODY_BLOCK);
            case ENDLESS_CHUNKED -> endless(ok.headText() + "Transfer-Encoding: chunked\r\n\r\n", CHUNK);
            case ENDLESS_HEADERS -> endless(ok.headText(), HEADER_BLOCK);
            case CLOSE_HALF_WAY -> {
                write(ok.headText() + "Content-Length: 100\r\n\r\nok, but no");
                return false;
            }
            case GARBAGE_ANSWER -> {
                write("SSH-2.0-OpenSSH_9.9\r\n\u0000\u0001\u0002 this is not HTTP\r\n\r\n");
                return false;
            }
            case CLOSE_WITHOUT_ANSWER -> {
                return false;
            }
            case REFUSE, RESET_BEFORE_TLS, RESET_AFTER_TLS, SILENT_BEFORE_TLS, SILENT_AFTER_TLS, PLAIN_TEXT, KEY_UPDATE_STORM ->
                throw new IllegalStateException(behaviour + " never reads a request");
        }
        return !request.wantsClose();
    }

    private void serveWell(RequestHead request, Answer ok) throws IOException {
        wire.pause(knobs.lateness.draw());
        boolean asksEtcd = asksEtcd(request);
        while (asksEtcd && knobs.etcd == Etcd.HANGS) {
            wire.pause(GLANCE);
        }
        send(request, asksEtcd && knobs.etcd == Etcd.ERROR ? Answer.failing(request.path()) : ok);
    }

    private boolean hasToken(RequestHead request) {
        return request.header("Authorization")
                .filter(("Bearer " + knobs.token)::equals)
                .isPresent();
    }

    private void send(RequestHead request, Answer answer) throws IOException {
        out.write(bytes(request, answer));
    }

    private static byte[] bytes(RequestHead request, Answer answer) {
        byte[] head = (request.wantsClose() ? answer.with("Connection", "close") : answer).headBytes();
        return joined(head, request.isHead() ? new byte[0] : answer.bodyBytes());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void trickle(byte[] bytes) throws IOException {
        for (byte each : bytes) {
            wire.pause(knobs.pace);
            out.write(each);
        }
    }

    /** Ends by an exception: the client leaves or the wire is closed. */
    private void endless(String start, byte[] block) throws IOException {
        write(start);
        while (!wire.isClosed()) {
            out.write(block);
            // A client that reads as fast as this writes must not cost the other virtual threads their carrier.
            Thread.yield();
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
    }

    private static byte[] block(String text, int size) {
        return text.repeat(size / text.length()).getBytes(US_ASCII);
    }
}
