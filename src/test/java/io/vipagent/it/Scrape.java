package io.vipagent.it;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Metrics in Prometheus' text format.
 *
 * @param text as they were scraped
 */
record Scrape(String text) {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:\\\\.|[^\"\\\\])*)\"");

    /** The names after {@code # TYPE}. */
    SortedSet<String> families() {
        return text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All series, such as {@code name{label=value, label=value}}. */
    SortedSet<String> series() {
        return new TreeSet<>(values().keySet());
    }

    /** The value of one series, its labels as in {@code target=local}; the test fails where there is none. */
    double value(String name, String... labels) {
        String key = name + Arrays.stream(labels).sorted().collect(Collectors.joining(", ", "{", "}"));
        Double value = values().get(key);
        if (value == null) {
            throw new AssertionError("no series " + key + " in\n" + text);
        }
        return value;
    }

    private Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>();
        List<String> samples =
                text.lines().filter(line -> !line.startsWith("#")).toList();
        for (String line : samples) {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new AssertionError("not a sample: " + line);
            }
            String labels = sample.group(2) == null ? "" : sample.group(2);
            String key = sample.group(1)
                    + LABEL.matcher(labels)
                            .results()
                            .map(label -> label.group(1) + "=" + label.group(2))
                            .sorted()
                            .collect(Collectors.joining(", ", "{", "}"));
            if (values.put(key, parse(sample.group(3))) != null) {
                throw new AssertionError("twice: " + key);
            }
        }
        return values;
    }

    private static double parse(String number) {
        return switch (number) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(number);
        };
    }
}
