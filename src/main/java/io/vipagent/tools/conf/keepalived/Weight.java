package io.vipagent.tools.conf.keepalived;

import io.vipagent.tools.conf.Word;
import java.util.List;
import java.util.Optional;

/**
 * What a check does to a priority.
 *
 * @param value 0: the instance goes to FAULT
 * @param reverse success and failure change places
 */
public record Weight(int value, boolean reverse) {
    /** Returns the weight that {@code weight N [reverse]} among {@code words} gives, if it does. */
    static Optional<Weight> in(List<Word> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).is("weight")) {
                List<Word> rest = words.subList(i + 2, words.size());
                return Numbers.integer(words.get(i + 1).text())
                        .map(value -> new Weight(value, rest.stream().anyMatch(word -> word.is("reverse"))));
            }
        }
        return Optional.empty();
    }
}
