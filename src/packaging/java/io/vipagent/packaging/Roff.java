package io.vipagent.packaging;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the man macros of roff: any text goes in, and none of it is taken for a request or an escape. */
final class Roff {
    private static final int WIDTH = 76;

    private final StringBuilder out = new StringBuilder();

    /** Begins a page; {@code date} is ISO 8601. */
    Roff(String title, String date, String source) {
        out.append(".TH \"%s\" 1 \"%s\" \"%s\" \"vip-agent\"\n".formatted(escape(title), date, escape(source)));
        // Neither hyphenated nor stretched: what is copied from a page must be what was written.
        out.append(".nh\n.ad l\n");
    }

    Roff section(String name) {
        out.append(".SH ").append(name).append('\n');
        return this;
    }

    /** Words in the running text, broken between them; a line feed begins a paragraph. */
    Roff text(String text) {
        out.append(text.lines()
                .filter(paragraph -> !paragraph.isBlank())
                .map(Roff::wrapped)
                .collect(Collectors.joining(".PP\n")));
        return this;
    }

    /** A bold term and what it means. */
    Roff term(String term, String meaning) {
        out.append(".TP\n\\fB").append(escape(term)).append("\\fR\n");
        out.append(wrapped(meaning));
        return this;
    }

    /** A command with its arguments, indented where it goes on. */
    Roff synopsis(String command, String arguments) {
        out.append(".HP\n\\fB").append(escape(command)).append("\\fR\n");
        out.append(wrapped(arguments));
        return this;
    }

    /** References to other pages of section 1. */
    Roff seeAlso(List<String> pages) {
        section("SEE ALSO");
        for (int i = 0; i < pages.size(); i++) {
            out.append(".BR ").append(escape(pages.get(i))).append(" (1)").append(i + 1 < pages.size() ? ",\n" : "\n");
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private static String wrapped(String text) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (String plain : text.strip().split("\\s+")) {
            String word = escape(plain);
            boolean fits = column > 0 && column + 1 + word.length() <= WIDTH;
            // At the start of a line a dot begins a request.
            String begin = word.startsWith(".") ? "\n\\&" : "\n";
            out.append(fits ? " " : column == 0 ? begin.substring(1) : begin).append(word);
            column = (fits ? column + 1 : 0) + word.length();
        }
        return out.append('\n').toString();
    }

    /** A minus must stay a minus, or options could not be copied from the page. */
    static String escape(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("\"", "\\(dq")
                .replace("'", "\\(aq");
    }
}
