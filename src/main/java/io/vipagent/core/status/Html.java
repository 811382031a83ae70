package io.vipagent.core.status;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Writes HTML of which names are this program's own and values are anybody's: every text and every value of an
 * attribute is escaped here, and there is no other way to write one.
 */
final class Html {
    private static final int MAX_TEXT_LENGTH = 200;
    private static final int MAX_NAME_LENGTH = 40;

    /** What stands for a character that cannot be shown. */
    private static final int REPLACEMENT = 0xfffd;

    /** A time of day says which day within this time, before or after. */
    private static final Duration MAX_WITHOUT_DATE = Duration.ofHours(12);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final StringBuilder out;

    Html(int length) {
        out = new StringBuilder(length);
    }

    /** Returns a text, cut to what a line has room for. */
    static String cut(String text) {
        return cut(text, MAX_TEXT_LENGTH);
    }

    /** Returns a name, cut to what a column has room for. */
    static String name(String name) {
        return cut(name, MAX_NAME_LENGTH);
    }

    private static String cut(String text, int max) {
        return text.length() > max ? text.substring(0, max - 3) + "..." : text;
    }

    /** Opens an element; {@code attributes} are names and values in turns. */
    Html open(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    /** Closes an element. */
    Html close(String element) {
        out.append("</").append(element).append('>');
        return this;
    }

    /** Returns a whole element with a text in it. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    /** Writes a text. */
    Html text(String text) {
        escape(text);
        return this;
    }

    /** Writes when something was, in UTC: without the date where that is near {@code now}. */
    Html time(Instant at, Instant now) {
        boolean near = Duration.between(at, now).abs().compareTo(MAX_WITHOUT_DATE) < 0;
        String exact = at.truncatedTo(ChronoUnit.MILLIS).toString();
        return element("time", (near ? TIME : DATE).format(at.atZone(ZoneOffset.UTC)), "datetime", exact);
    }

    /** Ends a line, for those who read the source. */
    Html line() {
        out.append('\n');
        return this;
    }

    /** Writes what is markup, script or style itself: constants of this package alone. */
    Html constant(String markup) {
        out.append(markup);
        return this;
    }

    /** Returns how many bytes it has by now, as UTF-8. */
    int length() {
        // Everything but a few constants is ASCII.
        return out.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(shown(c));
            }
        }
    }

    /**
     * Returns {@code c}, or what is shown in its place where it would show as nothing, turn the direction of what
     * stands around it (U+202E and its like), or be no character.
     */
    private static int shown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> REPLACEMENT;
            default -> c;
        };
    }
}
