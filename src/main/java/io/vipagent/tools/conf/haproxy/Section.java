package io.vipagent.tools.conf.haproxy;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.util.List;
import java.util.Optional;

/** A section of haproxy.cfg: its head, and the lines below it. */
public record Section(Line head, List<Line> lines) {
    /** Returns what it is: {@code global}, {@code defaults}, {@code frontend} and so on. */
    public String kind() {
        return head.words().getFirst().text();
    }

    /** Returns what it is called. */
    public Optional<String> name() {
        return head.word(1).filter(word -> !word.is("from")).map(Word::text);
    }

    /** Returns the defaults that it names. */
    public Optional<String> from() {
        return head.after("from").map(Word::text);
    }

    /** Returns where it begins. */
    public Position at() {
        return head.at();
    }
}
