package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;

/**
 * What the scanner sees.
 *
 * @param text of a word; empty for the others
 * @param at where it begins
 */
record Token(TokenKind kind, String text, Position at, boolean quoted) {
    enum TokenKind {
        WORD,
        OPEN,
        CLOSE,
        /** The end of a line that ends a statement. */
        LINE,
        /** The end of the text. */
        END
    }

    static Token of(TokenKind kind, Position at) {
        return new Token(kind, "", at, false);
    }
}
