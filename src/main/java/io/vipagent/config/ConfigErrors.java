package io.vipagent.config;

import io.vipagent.core.text.OneLine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads values and collects what is wrong with them, each in one line: key, what was given, what is expected, where. */
final class ConfigErrors {
    private static final int SHOWN = 80;

    private final RawConfig written;
    private final Set<String> lines = new LinkedHashSet<>();

    ConfigErrors(RawConfig written) {
        this.written = written;
    }

    /** All of them, in the order in which they were found. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** A problem that has no key, or says itself where it is. */
    void line(String line) {
        lines.add(line);
    }

    /** A problem of a key, given with its root. */
    void say(String key, String problem) {
        lines.add(key + ": " + problem
                + written.place(key).map(place -> " (" + place + ")").orElse(""));
    }

    /**
     * The value of a key, given without its root, or {@code fallback} where it was not written or is wrong.
     *
     * @param parse empty, or an IllegalArgumentException, where the text is not what is expected
     */
    <T> T read(String key, String expected, T fallback, Function<String, Optional<T>> parse) {
        return written.value(key)
                .flatMap(given -> accept(key, given, expected, parse))
                .orElse(fallback);
    }

    /** The values of a list, those that are what is expected. */
    <T> List<T> readAll(String key, String expected, List<String> fallback, Function<String, Optional<T>> parse) {
        return written.values(key).orElse(fallback).stream()
                .flatMap(given -> accept(key, given, expected, parse).stream())
                .toList();
    }

    private <T> Optional<T> accept(String key, String given, String expected, Function<String, Optional<T>> parse) {
        Optional<T> value = attempt(given, parse);
        if (value.isEmpty()) {
            say(Keys.ROOT + "." + key, "\"" + OneLine.line(given, SHOWN) + "\" is not " + expected);
        }
        return value;
    }

    private static <T> Optional<T> attempt(String text, Function<String, Optional<T>> parse) {
        try {
            return parse.apply(text.strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
