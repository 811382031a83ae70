package io.vipagent.tools.conf.haproxy;

import io.vipagent.tools.conf.Cursor;
import io.vipagent.tools.conf.Fault;
import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads haproxy.cfg by its rules of quoting and escaping (configuration.txt, section 2.2). Environment variables stay
 * as they are written, and of {@code .if} blocks every branch is read. Never throws and always ends, whatever the text
 * is.
 */
public final class HaproxyParser {
    private static final Set<String> SECTIONS = Set.of(
            "global",
            "defaults",
            "frontend",
            "backend",
            "listen",
            "peers",
            "resolvers",
            "userlist",
            "mailers",
            "program",
            "cache",
            "http-errors",
            "ring",
            "log-forward",
            "log-profile",
            "fcgi-app",
            "crt-store",
            "acme",
            "traces",
            "namespace_list");
    private static final String ESCAPABLE = " \\#\"'nrt";
    private static final String MEANINGS = " \\#\"'\n\r\t";

    private final Cursor cursor;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private Optional<Line> head = Optional.empty();

    private HaproxyParser(Source source) {
        this.cursor = new Cursor(source);
    }

    /**
     * The sections of a haproxy.cfg, and what could not be read of it.
     *
     * @param file its path
     * @param faults what could not be understood
     */
    public record HaproxyTree(String file, List<Section> sections, List<Fault> faults) {}

    /** Returns the sections of {@code source}. */
    public static HaproxyTree parse(Source source) {
        HaproxyParser parser = new HaproxyParser(source);
        while (!parser.cursor.ended()) {
            parser.line();
        }
        parser.endOfSection();
        return new HaproxyTree(source.file(), List.copyOf(parser.sections), List.copyOf(parser.faults));
    }

    private void line() {
        List<Word> words = new ArrayList<>();
        skipBlanks();
        while (!cursor.ended() && cursor.peek() != '\n' && cursor.peek() != '#') {
            words.add(word());
            skipBlanks();
        }
        cursor.takeLine();
        if (!cursor.ended()) {
            cursor.take();
        }
        if (!words.isEmpty()) {
            take(new Line(List.copyOf(words)));
        }
    }

    private void take(Line line) {
        if (SECTIONS.contains(line.words().getFirst().text())) {
            endOfSection();
            head = Optional.of(line);
        } else if (head.isPresent()) {
            lines.add(line);
        } else if (!line.words().getFirst().text().startsWith(".")) {
            faults.add(new Fault(
                    line.at(),
                    "\"" + line.words().getFirst().text()
                            + "\" is before the first section; expected one such as global"));
        }
    }

    private void endOfSection() {
        head.ifPresent(line -> sections.add(new Section(line, List.copyOf(lines))));
        lines.clear();
    }

    private Word word() {
        Position at = cursor.position();
        StringBuilder word = new StringBuilder();
        while (!cursor.ended() && !cursor.atBlank() && cursor.peek() != '\n' && cursor.peek() != '#') {
            switch (cursor.peek()) {
                case '"', '\'' -> quotation(word);
                case '\\' -> escape(word);
                default -> word.append(cursor.take());
            }
        }
        return new Word(word.toString(), at);
    }

    private void quotation(StringBuilder word) {
        Position at = cursor.position();
        char quote = cursor.take();
        while (cursor.peek() != quote) {
            if (cursor.ended() || cursor.peek() == '\n') {
                faults.add(new Fault(at, "the quote is not closed on its line; expected another " + quote));
                return;
            }
            if (cursor.peek() == '\\' && quote == '"') {
                escape(word);
            } else {
                word.append(cursor.take());
            }
        }
        cursor.take();
    }

    private void escape(StringBuilder word) {
        char backslash = cursor.take();
        int known = ESCAPABLE.indexOf(cursor.peek());
        if (known >= 0) {
            cursor.take();
            word.append(MEANINGS.charAt(known));
        } else if (cursor.peek() == 'x' && hex(1) >= 0 && hex(2) >= 0) {
            word.append((char) (hex(1) * 16 + hex(2)));
            cursor.take();
            cursor.take();
            cursor.take();
        } else {
            word.append(backslash);
        }
    }

    private int hex(int ahead) {
        return Character.digit(cursor.peek(ahead), 16);
    }

    private void skipBlanks() {
        while (!cursor.ended() && cursor.atBlank()) {
            cursor.take();
        }
    }
}
