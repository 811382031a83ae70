package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;

/**
 * What the scanner sees.
 *
 * @param text of a word; empty for the others
 * @param at where it begins
 */
record Token(Kind kind, String text, Position at, boolean quoted) {
    enum Kind {
        WORD,
        OPEN,
        CLOSE,
        /** The end of a line that ends a statement. */
        LINE,
        /** The end of the text. */
        END
    }

    static Token of(Kind kind, Position at) {
        return new Token(kind, "", at, false);
    }
}
