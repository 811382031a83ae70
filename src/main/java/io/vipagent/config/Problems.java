package io.vipagent.config;

import io.vipagent.check.Printable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads values and collects what is wrong with them, each in one line: key, what was given, what is expected, where. */
final class Problems {
    private static final int SHOWN = 80;

    private final Function<String, Optional<String>> places;
    private final Set<String> lines = new LinkedHashSet<>();

    /** {@code places}: where a whole key was written, if anywhere. */
    Problems(Function<String, Optional<String>> places) {
        this.places = places;
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
                + places.apply(key).map(place -> " (" + place + ")").orElse(""));
    }

    /**
     * The value of a key, given without its root, or {@code fallback} where it is not given or wrong.
     *
     * @param parse empty, or an IllegalArgumentException, where the text is not what is expected
     */
    <T> T read(String key, Optional<String> given, String expected, T fallback, Function<String, Optional<T>> parse) {
        if (given.isEmpty()) {
            return fallback;
        }
        Optional<T> value = attempt(given.get(), parse);
        if (value.isEmpty()) {
            say(Keys.ROOT + "." + key, "\"" + Printable.line(given.get(), SHOWN) + "\" is not " + expected);
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
