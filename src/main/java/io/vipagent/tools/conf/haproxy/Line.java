package io.vipagent.tools.conf.haproxy;

import io.vipagent.tools.conf.Position;
import io.vipagent.tools.conf.Word;
import java.util.List;
import java.util.Optional;

/**
 * One line of haproxy.cfg.
 *
 * @param words at least one
 */
public record Line(List<Word> words) {
    /** Returns the word at {@code index}, if there is one. */
    public Optional<Word> word(int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    /** Returns whether it begins with these words. */
    public boolean begins(String... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= words.size() || !words.get(i).is(expected[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether it begins with the words of one of {@code heads}, which have blanks between them. */
    public boolean beginsAny(List<String> heads) {
        return heads.stream().anyMatch(head -> begins(head.split(" ")));
    }

    /** Returns the word behind the first {@code key} that is not at the beginning. */
    public Optional<Word> after(String key) {
        for (int i = 1; i + 1 < words.size(); i++) {
            if (words.get(i).is(key)) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** Returns whether one of the words behind the first is {@code key}. */
    public boolean has(String key) {
        return words.stream().skip(1).anyMatch(word -> word.is(key));
    }

    /** Returns where it begins. */
    public Position at() {
        return words.getFirst().at();
    }
}
