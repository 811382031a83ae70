package io.vipagent.config;

import io.vipagent.core.text.FirstLines;
import io.vipagent.core.text.OneLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads values and collects what is wrong with them, each in one line: name, what was given, what is expected, where.
 * All problems are found before any is reported.
 */
public final class OptionReader {
    private static final int MAX_QUOTED_LENGTH = 80;

    /** Whoever mends these runs it again; a file of a megabyte may have a hundred thousand. */
    static final int MAX_PROBLEMS = 100;

    private final RawOptions source;
    private final FirstLines problems = new FirstLines(MAX_PROBLEMS);

    /** Creates a reader of what this source holds. */
    public OptionReader(RawOptions source) {
        this.source = source;
    }

    /** Holds what was given. */
    public interface RawOptions {
        /** Returns the values that were given for this option, in their order; none where it was not given. */
        List<RawOption> given(String option);

        /**
         * Returns the option itself, whether it was given or not: what people call it, and where it is or is missing
         * from.
         */
        RawOption named(String option);
    }

    /** Returns all problems, in the order in which they were found. */
    public List<String> problems() {
        return problems.lines();
    }

    /** Notes a problem that says itself where it is. */
    public void add(String problem) {
        problems.add(problem);
    }

    /**
     * Returns whether there are so many problems that more of them are only counted: their words need not be looked
     * for.
     */
    boolean isFull() {
        return problems.isFull();
    }

    /** Notes a problem of this option. */
    public void say(String option, String problem) {
        add(source.named(option).problem(problem));
    }

    /** Returns whether the option was given. */
    public boolean has(String option) {
        return !source.given(option).isEmpty();
    }

    /** Returns the value of the option, where it was given and is not wrong. */
    public <T> Optional<T> value(String option, ValueType<T> type) {
        return source.given(option).stream().findFirst().flatMap(given -> accept(given, type));
    }

    /** Returns the values of the option, without those that are wrong. */
    public <T> List<T> values(String option, ValueType<T> type) {
        return source.given(option).stream()
                .flatMap(given -> accept(given, type).stream())
                .toList();
    }

    /**
     * Returns the values of the pairs {@code NAME=VALUE}, in the order in which they were given, without those that are
     * wrong.
     */
    public <T> Map<String, T> pairs(String option, ValueType<String> names, ValueType<T> values) {
        Map<String, T> pairs = new LinkedHashMap<>();
        for (RawOption given : source.given(option)) {
            int equals = given.text().indexOf('=');
            String key = equals < 0 ? given.text() : given.text().substring(0, equals);
            if (equals < 0) {
                add(given.problem(shown(given.text()) + " is not NAME=VALUE"));
            } else if (names.read(key).isEmpty()) {
                add(given.problem(shown(key) + " is not " + names.expected()));
            } else if (pairs.containsKey(key)) {
                add(given.problem(shown(key) + " is given twice"));
            } else {
                RawOption value = new RawOption(given.name(), given.text().substring(equals + 1), given.place());
                accept(value, values).ifPresent(read -> pairs.put(key, read));
            }
        }
        return pairs;
    }

    private <T> Optional<T> accept(RawOption given, ValueType<T> type) {
        Optional<T> value = type.read(given.text());
        if (value.isEmpty()) {
            add(given.problem(shown(given.text()) + " is not " + type.expected()));
        }
        return value;
    }

    private static String shown(String text) {
        return "\"" + OneLine.line(text, MAX_QUOTED_LENGTH) + "\"";
    }
}
