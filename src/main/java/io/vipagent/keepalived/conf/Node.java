package io.vipagent.keepalived.conf;

import io.vipagent.text.Position;
import io.vipagent.text.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A statement while it is read. */
final class Node {
    private final List<Word> words;
    private Optional<Position> opened = Optional.empty();
    private final List<Node> children = new ArrayList<>();

    Node(List<Word> words) {
        this.words = List.copyOf(words);
    }

    void open(Position at) {
        opened = Optional.of(at);
    }

    /** Where its block was opened, if it has one. */
    Optional<Position> opened() {
        return opened;
    }

    List<Node> children() {
        return children;
    }

    /** As deep as the parser lets blocks be. */
    Statement statement() {
        return new Statement(
                words, opened.map(at -> children.stream().map(Node::statement).toList()));
    }
}
