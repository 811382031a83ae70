package io.vipagent.core.protocol;

import io.vipagent.core.text.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.x answer (RFC 9112) from bytes that come in pieces of any size. Never sees a socket. Interim 1xx
 * answers are passed over.
 */
public final class ResponseParser {
    /** The greatest number of bytes of an answer to a probe, and of a line of any answer. */
    public static final int MAX_LENGTH = ResponseHead.MAX_HEADER_LENGTH;

    private static final int MAX_KEPT_BYTES = 1024;
    private static final int SWITCHING_PROTOCOLS = 101;
    /** Length, type, flags and stream of a frame (RFC 9113 §4.1). */
    private static final int HTTP2_FRAME_HEADER = 9;

    private static final Pattern CHUNK_SIZE = Pattern.compile("0*[0-9a-fA-F]{1,7}");

    private enum ParserState {
        STATUS_LINE,
        HEADERS,
        FIXED_BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        BODY_TO_END,
        DONE
    }

    /** Hears a body as it comes, whatever the status is. */
    @FunctionalInterface
    public interface Body {
        /** Takes a piece of it; the array is another's and has other content afterwards. */
        void take(byte[] bytes, int offset, int length);
    }

    private final int limit;
    private final Body listener;
    private final StringBuilder line = new StringBuilder();
    private final byte[] kept = new byte[MAX_KEPT_BYTES];
    private ResponseHead head = ResponseHead.NONE;
    private ParserState state = ParserState.STATUS_LINE;
    private int taken;
    private int keptLength;
    private boolean switched;
    private boolean endedWithStream;
    private long left;

    /** Takes an answer of at most {@value #MAX_LENGTH} bytes. */
    public ResponseParser() {
        this(MAX_LENGTH, (bytes, offset, length) -> {});
    }

    /** Takes an answer of at most {@code limit} bytes: interim answers, head and body together. */
    public ResponseParser(int limit, Body listener) {
        this.limit = limit;
        this.listener = listener;
    }

    /**
     * Takes the next bytes; those behind the end of the answer are ignored.
     *
     * @return how many bytes belong to the answer; fewer than {@code length} where the peer says something behind its
     * end
     */
    public int feed(byte[] bytes, int offset, int length) throws MalformedResponse {
        int end = offset + length;
        int i = offset;
        while (i < end && state != ParserState.DONE) {
            if (taken == limit) {
                throw new MalformedResponse("answer longer than " + limit / 1024 + " KiB");
            }
            int count = take(bytes, i, Math.min(end - i, limit - taken));
            taken += count;
            i += count;
        }
        return i - offset;
    }

    /** Takes the end of the stream, which is the end of the answer only where its framing says so. */
    public void end() throws MalformedResponse {
        if (state == ParserState.BODY_TO_END) {
            state = ParserState.DONE;
            endedWithStream = true;
        } else if (state != ParserState.DONE) {
            throw new MalformedResponse(ending());
        }
    }

    private String ending() {
        if (taken == 0) {
            return "closed without an answer";
        }
        return switched && state == ParserState.STATUS_LINE
                ? "101 and nothing behind it: the server speaks another protocol; expected HTTP/1.1"
                : "closed in the middle of the answer";
    }

    /** Returns whether the answer is complete. */
    public boolean done() {
        return state == ParserState.DONE;
    }

    /** Returns whether any byte of an answer came. */
    public boolean begun() {
        return taken > 0;
    }

    /**
     * Returns whether the connection may carry another request once the answer is complete (RFC 9112, section 9.3): its
     * end is told by its framing, and the peer did not say that it will close. Where the framing contradicts itself, or
     * the peer has switched to another protocol, it may not.
     */
    public boolean keepsAlive() {
        return state == ParserState.DONE && !endedWithStream && head.framed() && head.lasts() && !switched;
    }

    /** Returns the status of the final answer; 0 until its headers are complete. */
    public int status() {
        return state == ParserState.STATUS_LINE || state == ParserState.HEADERS ? 0 : head.status();
    }

    /**
     * Returns when the peer says that it answered, to the second and rounded down; none where it does not say so
     * properly.
     */
    public Optional<Instant> date() {
        return head.date();
    }

    /** Returns the body so far, its first {@value #MAX_KEPT_BYTES} bytes. */
    public String body() {
        return new String(kept, 0, keptLength, StandardCharsets.UTF_8);
    }

    /** Takes at least one byte and at most {@code max}; returns how many. */
    private int take(byte[] bytes, int offset, int max) throws MalformedResponse {
        return switch (state) {
            case FIXED_BODY -> takeOfBody(bytes, offset, max, ParserState.DONE);
            case CHUNK -> takeOfBody(bytes, offset, max, ParserState.CHUNK_END);
            case BODY_TO_END -> keep(bytes, offset, max);
            case STATUS_LINE -> takeOfLine(bytes, offset, 1);
            case HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> takeOfLine(bytes, offset, max);
            case DONE -> throw new IllegalStateException("fed behind the end");
        };
    }

    private int takeOfBody(byte[] bytes, int offset, int max, ParserState next) {
        int count = (int) Math.min(max, left);
        left -= keep(bytes, offset, count);
        if (left == 0) {
            state = next;
        }
        return count;
    }

    /** Takes up to the end of the line. */
    private int takeOfLine(byte[] bytes, int offset, int max) throws MalformedResponse {
        int count = 0;
        while (count < max && bytes[offset + count] != '\n') {
            count++;
        }
        if (line.length() + count > MAX_LENGTH) {
            throw new MalformedResponse("line longer than " + MAX_LENGTH / 1024 + " KiB");
        }
        line.append(new String(bytes, offset, count, StandardCharsets.ISO_8859_1));
        if (count == max) {
            if (state == ParserState.STATUS_LINE && line.length() == HTTP2_FRAME_HEADER) {
                checkVersion();
            }
            return count;
        }
        int end = line.length();
        String text = line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
        line.setLength(0);
        switch (state) {
            case STATUS_LINE -> {
                head = ResponseHead.of(text);
                switched = switched || head.status() == SWITCHING_PROTOCOLS;
                state = ParserState.HEADERS;
            }
            case HEADERS -> {
                if (head.take(text)) {
                    beginBody();
                }
            }
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> chunkEnd(text);
            case TRAILERS -> state = text.isEmpty() ? ParserState.DONE : ParserState.TRAILERS;
            case FIXED_BODY, CHUNK, BODY_TO_END, DONE -> throw new IllegalStateException(state.name());
        }
        return count + 1;
    }

    /** RFC 9113 §3.4: a server's first frame is SETTINGS, of type 4, on stream 0. */
    private void checkVersion() throws MalformedResponse {
        boolean settings = line.charAt(3) == 4
                && line.charAt(0) == 0
                && line.substring(5).chars().allMatch(c -> c == 0);
        if (settings || line.indexOf("HTTP/2") == 0) {
            throw new MalformedResponse("the server speaks HTTP/2 alone; expected HTTP/1.1");
        }
    }

    /** RFC 9112 §6.3: a transfer coding overrides the length, and one that is not chunked ends with the stream. */
    private void beginBody() {
        int status = head.status();
        if (status < 200) {
            state = ParserState.STATUS_LINE;
        } else if (status == 204 || status == 304) {
            state = ParserState.DONE;
        } else if (head.chunked()) {
            state = ParserState.CHUNK_SIZE;
        } else if (head.bodyLength().isPresent()) {
            left = head.bodyLength().getAsLong();
            state = left == 0 ? ParserState.DONE : ParserState.FIXED_BODY;
        } else {
            state = ParserState.BODY_TO_END;
        }
    }

    private void chunkSize(String text) throws MalformedResponse {
        String digits = text.split("[; \t]", 2)[0];
        if (!CHUNK_SIZE.matcher(digits).matches()) {
            throw new MalformedResponse("not a chunk size: " + OneLine.line(text, ResponseHead.MAX_QUOTED_LENGTH));
        }
        left = Long.parseLong(digits, 16);
        state = left == 0 ? ParserState.TRAILERS : ParserState.CHUNK;
    }

    private void chunkEnd(String text) throws MalformedResponse {
        if (!text.isEmpty()) {
            throw new MalformedResponse("chunk longer than its size");
        }
        state = ParserState.CHUNK_SIZE;
    }

    private int keep(byte[] bytes, int offset, int length) {
        int count = Math.min(length, MAX_KEPT_BYTES - keptLength);
        System.arraycopy(bytes, offset, kept, keptLength, count);
        keptLength += count;
        listener.take(bytes, offset, length);
        return length;
    }
}
