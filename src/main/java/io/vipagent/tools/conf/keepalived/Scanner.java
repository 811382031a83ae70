package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Cursor;
import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.keepalived.Token.TokenKind;
import java.util.Optional;
import java.util.function.Consumer;

/** Cuts a text into words, braces and ends of lines. Each call takes at least one character, so it ends. */
final class Scanner {
    private static final String ESCAPABLE = "\"'#!\\{} \t";

    /** The letters that mean a character behind a backslash, between quotes, and those characters. */
    private static final String LETTERS = "abEfnrtv";

    private static final String MEANINGS = "\u0007\b\u001b\f\n\r\t\u000b";

    private final Cursor cursor;
    private final Consumer<Fault> faults;
    private final Optional<Position> fixed;

    /** {@code fixed}: where everything in it is said to be, for what a variable stands for. */
    Scanner(Source source, Optional<Position> fixed, Consumer<Fault> faults) {
        this.cursor = new Cursor(source);
        this.fixed = fixed;
        this.faults = faults;
    }

    /** A definition of a variable. */
    record Definition(String name, String value) {}

    /** {@code $NAME=VALUE}, if that is what comes next; only to be asked where a statement may begin. */
    Optional<Definition> definition() {
        skipBlanks();
        int length = 1;
        while (isNameLetter(cursor.peek(length))) {
            length++;
        }
        if (cursor.peek() != '$' || length == 1 || cursor.peek(length) != '=') {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        cursor.take();
        while (cursor.peek() != '=') {
            name.append(cursor.take());
        }
        cursor.take();
        return Optional.of(new Definition(name.toString(), value()));
    }

    /** Returns the value as it is written; its lines without the backslashes that join them. */
    private String value() {
        StringBuilder value = new StringBuilder();
        String line = cursor.takeLine().strip();
        while (line.endsWith("\\") && !cursor.ended()) {
            value.append(line, 0, line.length() - 1).append('\n');
            cursor.take();
            line = cursor.takeLine().strip();
        }
        return value.append(line.endsWith("\\") ? line.substring(0, line.length() - 1) : line)
                .toString()
                .strip();
    }

    /** Passes over the rest of a line, and of those that are joined to it. */
    void skipLine() {
        while (cursor.takeLine().stripTrailing().endsWith("\\") && !cursor.ended()) {
            cursor.take();
        }
    }

    /** Returns what comes next. */
    Token next() {
        skipBlanks();
        Position at = position();
        if (isComment(cursor.peek())) {
            cursor.takeLine();
        }
        if (cursor.ended()) {
            return Token.of(TokenKind.END, at);
        }
        return switch (cursor.peek()) {
            case '\n' -> single(TokenKind.LINE, at);
            case '{' -> single(TokenKind.OPEN, at);
            case '}' -> single(TokenKind.CLOSE, at);
            default -> word(at);
        };
    }

    private Token single(TokenKind kind, Position at) {
        cursor.take();
        return Token.of(kind, at);
    }

    private Token word(Position at) {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (boolean first = true; !cursor.ended() && !endsWord(cursor.peek()); first = false) {
            char c = cursor.peek();
            if (c == '"' || (c == '\'' && first)) {
                quoted = true;
                quotation(word);
            } else if (isContinuation()) {
                break;
            } else if (c == '\\' && ESCAPABLE.indexOf(cursor.peek(1)) >= 0) {
                cursor.take();
                word.append(cursor.take());
            } else if (c == '$' && cursor.peek(1) == '{') {
                variable(word);
            } else {
                word.append(cursor.take());
            }
        }
        return new Token(TokenKind.WORD, word.toString(), at, quoted);
    }

    private void variable(StringBuilder word) {
        word.append(cursor.take()).append(cursor.take());
        while (isNameLetter(cursor.peek())) {
            word.append(cursor.take());
        }
        if (cursor.peek() == '}') {
            word.append(cursor.take());
        }
    }

    private void quotation(StringBuilder word) {
        Position at = position();
        char quote = cursor.take();
        while (cursor.peek() != quote) {
            if (cursor.ended() || cursor.peek() == '\n') {
                faults.accept(new Fault(at, "the quote is not closed on its line; expected another " + quote));
                return;
            }
            if (cursor.peek() == '\\' && cursor.peek(1) != '\n' && cursor.peek(1) != Cursor.END) {
                cursor.take();
                escape(word);
            } else {
                word.append(cursor.take());
            }
        }
        cursor.take();
    }

    /** Takes what is behind a backslash and writes what it stands for. */
    private void escape(StringBuilder word) {
        char c = cursor.take();
        int known = LETTERS.indexOf(c);
        if (known >= 0) {
            word.append(MEANINGS.charAt(known));
        } else if (c == 'x' && digit(16) >= 0) {
            word.append(number(0, 2, 16));
        } else if (Character.digit(c, 8) >= 0) {
            word.append(number(Character.digit(c, 8), 2, 8));
        } else if (c == 'c' && cursor.peek() > ' ' && cursor.peek() < 0x7f) {
            word.append((char) (cursor.take() & 0x1f));
        } else {
            word.append(c);
        }
    }

    private char number(int start, int digits, int radix) {
        int value = start;
        for (int i = 0; i < digits && digit(radix) >= 0; i++) {
            value = value * radix + Character.digit(cursor.take(), radix);
        }
        return (char) (value & 0xff);
    }

    private int digit(int radix) {
        return Character.digit(cursor.peek(), radix);
    }

    private void skipBlanks() {
        while (!cursor.ended() && (cursor.atBlank() || isContinuation())) {
            if (cursor.take() == '\\') {
                while (cursor.peek() != '\n') {
                    cursor.take();
                }
                cursor.take();
            }
        }
    }

    /** Returns whether a backslash is next, and nothing but blanks before the end of its line. */
    private boolean isContinuation() {
        if (cursor.peek() != '\\') {
            return false;
        }
        int ahead = 1;
        while (Cursor.isBlank(cursor.peek(ahead))) {
            ahead++;
        }
        return cursor.peek(ahead) == '\n';
    }

    /** Returns where the next character is. */
    Position position() {
        return fixed.orElseGet(cursor::position);
    }

    private static boolean endsWord(char c) {
        return Cursor.isBlank(c) || c == '\n' || c == '{' || c == '}' || isComment(c);
    }

    private static boolean isComment(char c) {
        return c == '#' || c == '!';
    }

    private static boolean isNameLetter(char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
