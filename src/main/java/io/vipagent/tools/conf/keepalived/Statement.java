package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One line of keepalived.conf, or a block with its head.
 *
 * @param words at least one
 * @param block what is between its braces, if it has any
 */
public record Statement(List<Word> words, Optional<List<Statement>> block) {
    /** Returns the first word. */
    public Word head() {
        return words.getFirst();
    }

    /** Returns whether the first word is {@code name}. */
    public boolean is(String name) {
        return head().is(name);
    }

    /** Returns where it begins. */
    public Position at() {
        return head().at();
    }

    /** Returns the words behind the first one. */
    public List<Word> arguments() {
        return words.subList(1, words.size());
    }

    /** Returns the first argument, if there is one. */
    public Optional<Word> argument() {
        return arguments().stream().findFirst();
    }

    /** Returns what is in its block; nothing where it has none. */
    public List<Statement> children() {
        return block.orElse(List.of());
    }

    /** Returns what in its block has one of these names. */
    public Stream<Statement> children(String... names) {
        return children().stream()
                .filter(child -> List.of(names).contains(child.head().text()));
    }

    /** Returns what in its block has this name; the last of several, which is the one that counts. */
    public Optional<Statement> child(String name) {
        return children(name).reduce((first, second) -> second);
    }

    /** Returns the first argument of {@link #child}. */
    public Optional<Word> value(String name) {
        return child(name).flatMap(Statement::argument);
    }

    /** Returns where {@link #child} is, else where this is. */
    public Position at(String name) {
        return child(name).map(Statement::at).orElse(at());
    }
}
