package io.vipagent.tools.host;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The patterns that one with braces stands for, in their order, as glob(3) with GLOB_BRACE has them. */
final class Braces {
    /** Ten pairs of two words each would be a thousand; nobody writes as many. */
    private static final int MAX_STEPS = 200;

    /** A pair of braces, and where the commas between its words are. */
    private record Pair(int open, List<Integer> commas, int close) {}

    private Braces() {}

    static List<String> expand(String pattern) throws IOException {
        Deque<String> open = new ArrayDeque<>(List.of(pattern));
        List<String> patterns = new ArrayList<>();
        for (int steps = 0; !open.isEmpty(); steps++) {
            if (steps > MAX_STEPS) {
                throw new IOException("its braces stand for too many patterns, expected at most " + MAX_STEPS / 2);
            }
            String text = open.pop();
            Optional<Pair> first = first(text);
            first.ifPresentOrElse(pair -> words(text, pair).reversed().forEach(open::push), () -> patterns.add(text));
        }
        return patterns;
    }

    private static List<String> words(String text, Pair pair) {
        List<String> words = new ArrayList<>();
        int begin = pair.open() + 1;
        for (int end : pair.commas()) {
            words.add(text.substring(0, pair.open()) + text.substring(begin, end) + text.substring(pair.close() + 1));
            begin = end + 1;
        }
        return words;
    }

    /** Returns the first pair that holds something; an empty one, or one that is not closed, is text. */
    private static Optional<Pair> first(String text) {
        Deque<Pair> open = new ArrayDeque<>();
        Optional<Pair> first = Optional.empty();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '{') {
                open.push(new Pair(at, new ArrayList<>(), 0));
            } else if (c == ',' && !open.isEmpty()) {
                open.element().commas().add(at);
            } else if (c == '}' && !open.isEmpty()) {
                Pair pair = open.pop();
                pair.commas().add(at);
                if (at > pair.open() + 1
                        && first.filter(known -> known.open() < pair.open()).isEmpty()) {
                    first = Optional.of(new Pair(pair.open(), pair.commas(), at));
                }
            }
        }
        return first;
    }
}
