package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A statement while it is read. */
final class StatementBuilder {
    private final List<Word> words;
    private Optional<Position> opened = Optional.empty();
    private final List<StatementBuilder> children = new ArrayList<>();

    StatementBuilder(List<Word> words) {
        this.words = List.copyOf(words);
    }

    void open(Position at) {
        opened = Optional.of(at);
    }

    /** Returns where its block was opened, if it has one. */
    Optional<Position> opened() {
        return opened;
    }

    List<StatementBuilder> children() {
        return children;
    }

    /** As deep as the parser lets blocks be. */
    Statement statement() {
        return new Statement(
                words,
                opened.map(
                        at -> children.stream().map(StatementBuilder::statement).toList()));
    }
}
