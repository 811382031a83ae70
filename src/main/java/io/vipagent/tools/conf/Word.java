package io.vipagent.tools.conf;

/**
 * One word, its quotes and escapes taken away.
 *
 * @param at where it begins
 */
public record Word(String text, Position at) {
    /** Returns whether it is {@code other}. */
    public boolean is(String other) {
        return text.equals(other);
    }
}
