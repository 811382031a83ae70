package io.vipagent.config;

import io.vipagent.check.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads values and collects what is wrong with them, each in one line: key, what was given, what is expected. */
final class Problems {
    private static final int SHOWN = 80;

    private final List<String> lines = new ArrayList<>();

    /** All of them, in the order in which they were found. */
    List<String> lines() {
        return lines;
    }

    /** A problem of its own kind. */
    void add(String line) {
        lines.add(line);
    }

    /** Says that {@code given} is not what {@code key} takes. */
    void add(String key, String given, String expected) {
        lines.add("vip-agent." + key + ": \"" + Printable.line(given, SHOWN) + "\" is not " + expected);
    }

    /**
     * The value of a key, or {@code fallback} where it is not given or wrong.
     *
     * @param parse empty, or an IllegalArgumentException, where the text is not what is expected
     */
    <T> T read(String key, Optional<String> given, String expected, T fallback, Function<String, Optional<T>> parse) {
        if (given.isEmpty()) {
            return fallback;
        }
        Optional<T> value = attempt(given.get(), parse);
        if (value.isEmpty()) {
            add(key, given.get(), expected);
        }
        return value.orElse(fallback);
    }

    private static <T> Optional<T> attempt(String text, Function<String, Optional<T>> parse) {
        try {
            return parse.apply(text.strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
