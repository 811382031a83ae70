package io.vipagent.tools.init.cluster;

import io.vipagent.config.OptionsFile;
import io.vipagent.core.text.OneLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads options and collects what is wrong with them: which option, what was given, what is expected, where. */
final class OptionReader {
    private static final int SHOWN = 80;

    private final Map<String, List<OptionsFile.Given>> options;
    private final List<String> problems = new ArrayList<>();

    OptionReader(Map<String, List<OptionsFile.Given>> options) {
        this.options = options;
    }

    /** All that was wrong so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Something is wrong with an option that was given. */
    void say(String option, String what) {
        problems.add(first(option).map(given -> given.problem(what)).orElse(option + ": " + what));
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** One that must be there; {@code stand-in} where it is not or is wrong. */
    <T> T need(String option, String expected, T standIn, Function<String, Optional<T>> parse) {
        if (!has(option)) {
            problems.add(option + ": missing, expected " + expected);
        }
        return read(option, expected, standIn, parse);
    }

    <T> T read(String option, String expected, T fallback, Function<String, Optional<T>> parse) {
        return first(option).flatMap(given -> accept(given, expected, parse)).orElse(fallback);
    }

    <T> List<T> all(String option, String expected, Function<String, Optional<T>> parse) {
        return options.getOrDefault(option, List.of()).stream()
                .flatMap(given -> accept(given, expected, parse).stream())
                .toList();
    }

    /** The values of {@code NAME=VALUE}, in the order in which they were given. */
    <T> Map<String, T> pairs(
            String option, String names, Predicate<String> name, String expected, Function<String, Optional<T>> parse) {
        Map<String, T> pairs = new LinkedHashMap<>();
        for (OptionsFile.Given given : options.getOrDefault(option, List.of())) {
            int equals = given.text().indexOf('=');
            String key = equals < 0 ? given.text() : given.text().substring(0, equals);
            if (equals < 0) {
                problems.add(given.problem(shown(given.text()) + " is not NAME=VALUE"));
            } else if (!name.test(key)) {
                problems.add(given.problem(shown(key) + " is not " + names));
            } else if (pairs.containsKey(key)) {
                problems.add(given.problem(shown(key) + " is given twice"));
            } else {
                OptionsFile.Given value =
                        new OptionsFile.Given(given.option(), given.text().substring(equals + 1), given.place());
                accept(value, expected, parse).ifPresent(read -> pairs.put(key, read));
            }
        }
        return pairs;
    }

    private Optional<OptionsFile.Given> first(String option) {
        return options.getOrDefault(option, List.of()).stream().findFirst();
    }

    private <T> Optional<T> accept(OptionsFile.Given given, String expected, Function<String, Optional<T>> parse) {
        Optional<T> value;
        try {
            value = parse.apply(given.text());
        } catch (IllegalArgumentException e) {
            value = Optional.empty();
        }
        if (value.isEmpty()) {
            problems.add(given.problem(shown(given.text()) + " is not " + expected));
        }
        return value;
    }

    static String shown(String text) {
        return "\"" + OneLine.line(text, SHOWN) + "\"";
    }

    /** Reads the word of one of these. */
    static <E> Function<String, Optional<E>> word(E[] values, Function<E, String> label) {
        return text -> Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text))
                .findFirst();
    }

    /** The words of these, for a message. */
    static <E> String words(E[] values, Function<E, String> label) {
        String all = Arrays.stream(values).map(label).collect(Collectors.joining(", "));
        int comma = all.lastIndexOf(", ");
        return comma < 0 ? all : all.substring(0, comma) + " or " + all.substring(comma + 2);
    }

    static Function<String, Optional<Integer>> number(int least, int most) {
        return text -> Optional.of(Integer.parseInt(text)).filter(number -> number >= least && number <= most);
    }
}
