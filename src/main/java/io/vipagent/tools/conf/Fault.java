package io.vipagent.tools.conf;

/**
 * A part of a file that cannot be understood; the rest of the file is read all the same.
 *
 * @param message what was given and what is expected, one line
 */
public record Fault(Position at, String message) {
    @Override
    public String toString() {
        return at + ": " + message;
    }
}
