package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Cursor;

/** What a backslash means between quotes. */
final class Escapes {
    private static final String LETTERS = "abEfnrtv";
    private static final String MEANINGS = "\u0007\b\u001b\f\n\r\t\u000b";

    private Escapes() {}

    /** Takes what is behind a backslash and writes what it stands for. */
    static void take(Cursor cursor, StringBuilder out) {
        char c = cursor.take();
        int known = LETTERS.indexOf(c);
        if (known >= 0) {
            out.append(MEANINGS.charAt(known));
        } else if (c == 'x' && digit(cursor, 16) >= 0) {
            out.append(number(cursor, 0, 2, 16));
        } else if (Character.digit(c, 8) >= 0) {
            out.append(number(cursor, Character.digit(c, 8), 2, 8));
        } else if (c == 'c' && cursor.peek() > ' ' && cursor.peek() < 0x7f) {
            out.append((char) (cursor.take() & 0x1f));
        } else {
            out.append(c);
        }
    }

    private static char number(Cursor cursor, int start, int digits, int radix) {
        int value = start;
        for (int i = 0; i < digits && digit(cursor, radix) >= 0; i++) {
            value = value * radix + Character.digit(cursor.take(), radix);
        }
        return (char) (value & 0xff);
    }

    private static int digit(Cursor cursor, int radix) {
        return Character.digit(cursor.peek(), radix);
    }
}
