package io.vipagent.tools.conf;

/** Reads a text one character after the other and knows where it is. */
public final class Cursor {
    /** What {@link #peek} gives at the end. */
    public static final char END = '\uFFFF';

    private final Source source;
    private int index;
    private int line = 1;
    private int column = 1;

    /** Begins at the first character. */
    public Cursor(Source source) {
        this.source = source;
    }

    /** Returns the next character, which stays next; {@link #END} behind the last one. */
    public char peek() {
        return peek(0);
    }

    /** Returns the character that is {@code ahead} behind the next one. */
    public char peek(int ahead) {
        return index + ahead < source.text().length() ? source.text().charAt(index + ahead) : END;
    }

    /** Returns whether nothing is left. */
    public boolean ended() {
        return index >= source.text().length();
    }

    /** Takes the next character; not to be called at the end. */
    public char take() {
        char c = source.text().charAt(index++);
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }

    /** Takes everything before the next line feed, and gives it. */
    public String takeLine() {
        StringBuilder taken = new StringBuilder();
        while (!ended() && peek() != '\n') {
            taken.append(take());
        }
        return taken.toString();
    }

    /** Returns where the next character is. */
    public Position position() {
        return new Position(source.file(), line, column);
    }

    /** Returns whether the next character is white space, but no line feed. */
    public boolean atBlank() {
        return isBlank(peek());
    }

    /** White space within a line; CR belongs to the end of a line and means nothing anywhere else. */
    public static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0x0b;
    }
}
