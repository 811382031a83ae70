package io.vipagent.tools.conf;

/**
 * A place in a file, as editors count.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units
 */
public record Position(String file, int line, int column) {
    /** Returns the place without its column: {@code FILE:LINE}. */
    public String lineOfFile() {
        return file + ":" + line;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
