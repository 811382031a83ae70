package io.vipagent.core.protocol;

import io.vipagent.core.text.OneLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The status line and the headers of one HTTP/1.x answer, line by line: what bears on where the answer ends. */
final class ResponseHead {
    /** Before the first status line. */
    static final ResponseHead NONE = new ResponseHead(0, false);

    /** The greatest length of a header, with the lines that it goes on in. */
    static final int MAX_HEADER_LENGTH = 64 * 1024;

    static final int MAX_QUOTED_LENGTH = 40;

    /**
     * A later minor version is read as 1.1 (RFC 9110, section 2.5). In Latin-1, a reason phrase in UTF-8 may hold what
     * Java counts as a line's end.
     */
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[0-9] [1-5][0-9][0-9]( .*)?", Pattern.DOTALL);

    /** RFC 9110, section 5.6.7: the form that everybody writes. */
    private static final int DATE_LENGTH = "Sun, 06 Nov 1994 08:49:37 GMT".length();

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final int status;
    private final boolean oldVersion;
    private String pending = "";
    private String date = "";
    private OptionalLong contentLength = OptionalLong.empty();
    private boolean encoded;
    private boolean chunked;
    private boolean saysClose;
    private boolean saysKeepAlive;

    private ResponseHead(int status, boolean oldVersion) {
        this.status = status;
        this.oldVersion = oldVersion;
    }

    /** Begins with a status line, without its end. */
    static ResponseHead of(String statusLine) throws MalformedResponse {
        if (!STATUS_LINE.matcher(statusLine).matches()) {
            throw new MalformedResponse("not an HTTP answer: " + OneLine.line(statusLine, MAX_QUOTED_LENGTH));
        }
        return new ResponseHead(Integer.parseInt(statusLine.substring(9, 12)), statusLine.charAt(7) == '0');
    }

    /**
     * Takes the next line. One that begins with white space goes on with the value before it (RFC 9112, section 5.2).
     *
     * @return whether it was the last, the empty one
     */
    boolean take(String line) throws MalformedResponse {
        boolean folded = line.startsWith(" ") || line.startsWith("\t");
        if (folded && !pending.isEmpty() && pending.length() + line.length() <= MAX_HEADER_LENGTH) {
            pending = pending + " " + line.trim();
            return false;
        }
        if (!pending.isEmpty()) {
            field(pending);
        }
        pending = "";
        if (line.isEmpty()) {
            return true;
        }
        if (folded || line.indexOf(':') <= 0) {
            throw new MalformedResponse("not an HTTP header: " + OneLine.line(line, MAX_QUOTED_LENGTH));
        }
        pending = line;
        return false;
    }

    int status() {
        return status;
    }

    /** Returns when the peer says that it answered; none where it does not say so properly. */
    Optional<Instant> date() {
        try {
            return date.length() == DATE_LENGTH
                    ? Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns whether the body comes in chunks. */
    boolean chunked() {
        return chunked;
    }

    /** Returns how long the body is, where that is told and no transfer coding overrides it. */
    OptionalLong bodyLength() {
        return encoded ? OptionalLong.empty() : contentLength;
    }

    /** Returns whether the head does not contradict itself on where the body ends. */
    boolean framed() {
        return !encoded || chunked && contentLength.isEmpty() && !oldVersion;
    }

    /** Returns whether the peer does not say that it will close the connection. */
    boolean lasts() {
        return (!oldVersion || saysKeepAlive) && !saysClose;
    }

    private void field(String text) throws MalformedResponse {
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

    /** Equal lengths may be repeated, in one header or in several (RFC 9110, section 8.6). */
    private void contentLength(String values) throws MalformedResponse {
        for (String value : values.split(",", -1)) {
            oneContentLength(value.trim());
        }
    }

    private void oneContentLength(String value) throws MalformedResponse {
        if (!LENGTH.matcher(value).matches()) {
            throw new MalformedResponse("not a Content-Length: " + OneLine.line(value, MAX_QUOTED_LENGTH));
        }
        long length = Long.parseLong(value);
        if (contentLength.isPresent() && contentLength.getAsLong() != length) {
            throw new MalformedResponse("two Content-Lengths: " + contentLength.getAsLong() + " and " + length);
        }
        contentLength = OptionalLong.of(length);
    }
}
