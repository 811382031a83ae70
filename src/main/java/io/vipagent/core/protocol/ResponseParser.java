package io.vipagent.core.protocol;

import io.vipagent.core.text.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.x answer (RFC 9112) from bytes that come in pieces of any size. Never sees a socket. Interim 1xx
 * answers are passed over.
 */
public final class ResponseParser {
    /** The greatest number of bytes of an answer to a probe, and of a line of any answer. */
    public static final int LIMIT = 64 * 1024;

    private static final int BODY_KEPT = 1024;
    private static final int MAX_QUOTED_LENGTH = 40;
    private static final int SWITCHING_PROTOCOLS = 101;
    /** In Latin-1, a reason phrase in UTF-8 may hold what Java counts as a line's end. */
    /** A later minor version is read as 1.1 (RFC 9110, section 2.5). */
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[0-9] [1-5][0-9][0-9]( .*)?", Pattern.DOTALL);

    /** RFC 9110, section 5.6.7: the form that everybody writes. */
    private static final int DATE_LENGTH = "Sun, 06 Nov 1994 08:49:37 GMT".length();

    /** Length, type, flags and stream of a frame (RFC 9113 §4.1). */
    private static final int HTTP2_FRAME_HEADER = 9;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK_SIZE = Pattern.compile("0*[0-9a-fA-F]{1,7}");

    private enum State {
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
    private final byte[] kept = new byte[BODY_KEPT];
    private String pending = "";
    private State state = State.STATUS_LINE;
    private int taken;
    private int keptLength;
    private int status;
    private String date = "";
    private long bodyLength = -1;
    private boolean encoded;
    private boolean chunked;
    private boolean oldVersion;
    private boolean saysClose;
    private boolean saysKeepAlive;
    private boolean switched;
    private boolean endedWithStream;
    private long left;

    /** What the peer sent is not an answer that we take. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /** Takes an answer of at most {@value #LIMIT} bytes. */
    public ResponseParser() {
        this(LIMIT, (bytes, offset, length) -> {});
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
    public int feed(byte[] bytes, int offset, int length) throws Malformed {
        int end = offset + length;
        int i = offset;
        while (i < end && state != State.DONE) {
            if (taken == limit) {
                throw new Malformed("answer longer than " + limit / 1024 + " KiB");
            }
            int count = take(bytes, i, Math.min(end - i, limit - taken));
            taken += count;
            i += count;
        }
        return i - offset;
    }

    /** Takes the end of the stream, which is the end of the answer only where its framing says so. */
    public void end() throws Malformed {
        if (state == State.BODY_TO_END) {
            state = State.DONE;
            endedWithStream = true;
        } else if (state != State.DONE) {
            throw new Malformed(ending());
        }
    }

    private String ending() {
        if (taken == 0) {
            return "closed without an answer";
        }
        return switched && state == State.STATUS_LINE
                ? "101 and nothing behind it: the server speaks another protocol; expected HTTP/1.1"
                : "closed in the middle of the answer";
    }

    /** Returns whether the answer is complete. */
    public boolean done() {
        return state == State.DONE;
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
        boolean framed = !encoded || (chunked && bodyLength < 0 && !oldVersion);
        boolean lasting = oldVersion ? saysKeepAlive : true;
        return state == State.DONE && !endedWithStream && framed && lasting && !saysClose && !switched;
    }

    /** Returns the status of the final answer; 0 until its headers are complete. */
    public int status() {
        return state == State.STATUS_LINE || state == State.HEADERS ? 0 : status;
    }

    /**
     * Returns when the peer says that it answered, to the second and rounded down; none where it does not say so
     * properly.
     */
    public Optional<Instant> date() {
        try {
            return date.length() == DATE_LENGTH
                    ? Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the body so far, its first {@value #BODY_KEPT} bytes. */
    public String body() {
        return new String(kept, 0, keptLength, StandardCharsets.UTF_8);
    }

    /** Takes at least one byte and at most {@code max}; returns how many. */
    private int take(byte[] bytes, int offset, int max) throws Malformed {
        return switch (state) {
            case FIXED_BODY -> takeOfBody(bytes, offset, max, State.DONE);
            case CHUNK -> takeOfBody(bytes, offset, max, State.CHUNK_END);
            case BODY_TO_END -> keep(bytes, offset, max);
            case STATUS_LINE -> takeOfLine(bytes, offset, 1);
            case HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> takeOfLine(bytes, offset, max);
            case DONE -> throw new IllegalStateException("fed behind the end");
        };
    }

    private int takeOfBody(byte[] bytes, int offset, int max, State next) {
        int count = (int) Math.min(max, left);
        left -= keep(bytes, offset, count);
        if (left == 0) {
            state = next;
        }
        return count;
    }

    /** Takes up to the end of the line. */
    private int takeOfLine(byte[] bytes, int offset, int max) throws Malformed {
        int count = 0;
        while (count < max && bytes[offset + count] != '\n') {
            count++;
        }
        if (line.length() + count > LIMIT) {
            throw new Malformed("line longer than " + LIMIT / 1024 + " KiB");
        }
        line.append(new String(bytes, offset, count, StandardCharsets.ISO_8859_1));
        if (count == max) {
            if (state == State.STATUS_LINE && line.length() == HTTP2_FRAME_HEADER) {
                checkVersion();
            }
            return count;
        }
        int end = line.length();
        String text = line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
        line.setLength(0);
        switch (state) {
            case STATUS_LINE -> statusLine(text);
            case HEADERS -> header(text);
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> chunkEnd(text);
            case TRAILERS -> state = text.isEmpty() ? State.DONE : State.TRAILERS;
            case FIXED_BODY, CHUNK, BODY_TO_END, DONE -> throw new IllegalStateException(state.name());
        }
        return count + 1;
    }

    /** RFC 9113 §3.4: a server's first frame is SETTINGS, of type 4, on stream 0. */
    private void checkVersion() throws Malformed {
        boolean settings = line.charAt(3) == 4
                && line.charAt(0) == 0
                && line.substring(5).chars().allMatch(c -> c == 0);
        if (settings || line.indexOf("HTTP/2") == 0) {
            throw new Malformed("the server speaks HTTP/2 alone; expected HTTP/1.1");
        }
    }

    private void statusLine(String text) throws Malformed {
        if (!STATUS_LINE.matcher(text).matches()) {
            throw new Malformed("not an HTTP answer: " + OneLine.line(text, MAX_QUOTED_LENGTH));
        }
        status = Integer.parseInt(text.substring(9, 12));
        bodyLength = -1;
        encoded = false;
        chunked = false;
        oldVersion = text.charAt(7) == '0';
        saysClose = false;
        saysKeepAlive = false;
        switched = switched || status == SWITCHING_PROTOCOLS;
        date = "";
        state = State.HEADERS;
    }

    /** RFC 9112 §5.2: a line that begins with white space goes on with the value before it. */
    private void header(String text) throws Malformed {
        boolean folded = text.startsWith(" ") || text.startsWith("\t");
        if (folded && !pending.isEmpty() && pending.length() + text.length() <= LIMIT) {
            pending = pending + " " + text.trim();
            return;
        }
        if (!pending.isEmpty()) {
            field(pending);
        }
        pending = "";
        if (text.isEmpty()) {
            beginBody();
            return;
        }
        if (folded || text.indexOf(':') <= 0) {
            throw new Malformed("not an HTTP header: " + OneLine.line(text, MAX_QUOTED_LENGTH));
        }
        pending = text;
    }

    private void field(String text) throws Malformed {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1).trim();
        switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> contentLength(value);
            case "date" -> date = value;
            case "connection" -> connection(value);
            case "transfer-encoding" -> {
                encoded = true;
                String last = value.substring(value.lastIndexOf(',') + 1).trim();
                chunked = last.equalsIgnoreCase("chunked");
            }
            default -> {
                // Nothing else bears on whether the answer is complete.
            }
        }
    }

    private void connection(String value) {
        for (String option : value.split(",", -1)) {
            saysClose = saysClose || option.trim().equalsIgnoreCase("close");
            saysKeepAlive = saysKeepAlive || option.trim().equalsIgnoreCase("keep-alive");
        }
    }

    /** RFC 9110 §8.6: equal lengths may be repeated, in one header or in several. */
    private void contentLength(String values) throws Malformed {
        for (String value : values.split(",", -1)) {
            oneContentLength(value.trim());
        }
    }

    private void oneContentLength(String value) throws Malformed {
        if (!LENGTH.matcher(value).matches()) {
            throw new Malformed("not a Content-Length: " + OneLine.line(value, MAX_QUOTED_LENGTH));
        }
        long length = Long.parseLong(value);
        if (bodyLength >= 0 && bodyLength != length) {
            throw new Malformed("two Content-Lengths: " + bodyLength + " and " + length);
        }
        bodyLength = length;
    }

    /** RFC 9112 §6.3: a transfer coding overrides the length, and one that is not chunked ends with the stream. */
    private void beginBody() {
        if (status < 200) {
            state = State.STATUS_LINE;
        } else if (status == 204 || status == 304) {
            state = State.DONE;
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (bodyLength >= 0 && !encoded) {
            left = bodyLength;
            state = left == 0 ? State.DONE : State.FIXED_BODY;
        } else {
            state = State.BODY_TO_END;
        }
    }

    private void chunkSize(String text) throws Malformed {
        String digits = text.split("[; \t]", 2)[0];
        if (!CHUNK_SIZE.matcher(digits).matches()) {
            throw new Malformed("not a chunk size: " + OneLine.line(text, MAX_QUOTED_LENGTH));
        }
        left = Long.parseLong(digits, 16);
        state = left == 0 ? State.TRAILERS : State.CHUNK;
    }

    private void chunkEnd(String text) throws Malformed {
        if (!text.isEmpty()) {
            throw new Malformed("chunk longer than its size");
        }
        state = State.CHUNK_SIZE;
    }

    private int keep(byte[] bytes, int offset, int length) {
        int count = Math.min(length, BODY_KEPT - keptLength);
        System.arraycopy(bytes, offset, kept, keptLength, count);
        keptLength += count;
        listener.take(bytes, offset, length);
        return length;
    }
}
