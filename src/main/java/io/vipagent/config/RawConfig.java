package io.vipagent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What was written, by key, and where. What is read later replaces what was read before: the environment the file. */
final class RawConfig implements OptionReader.RawOptions {
    private final Map<String, List<String>> properties = new LinkedHashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final Predicate<String> lists;

    /** Creates one that holds nothing; {@code lists} knows which keys have a list of values. */
    RawConfig(Predicate<String> lists) {
        this.lists = lists;
    }

    /**
     * Takes the value of a key, or {@code KEY[0]} and so on of a list. The text of a list has commas between its items.
     */
    void put(String key, String value) {
        if (key.endsWith("]")) {
            properties
                    .computeIfAbsent(key.substring(0, key.lastIndexOf('[')), none -> new ArrayList<>())
                    .add(value);
        } else {
            properties.put(key, lists.test(key) ? List.of(value.split(",", -1)) : List.of(value));
        }
    }

    /** Takes the value of a key instead of whatever it had. A section that was nowhere so far is there too. */
    void replace(String key, String value, String place) {
        put(key, value);
        places.put(key, place);
        places.putIfAbsent(key.substring(0, key.lastIndexOf('.')), place);
    }

    /** Notes where a key is, in words that help to find it. */
    void at(String key, String place) {
        places.put(key, place);
    }

    /** Notes that there is a target of this key, though there may be nothing below it. */
    void target(String key) {
        properties.putIfAbsent(key + ".enabled", List.of("true"));
    }

    /** Returns how many values {@code key} has. */
    int count(String key) {
        return properties.getOrDefault(key, List.of()).size();
    }

    @Override
    public List<RawOption> given(String key) {
        return properties.getOrDefault(key, List.of()).stream()
                .map(text -> new RawOption(key, text, place(key)))
                .toList();
    }

    @Override
    public RawOption named(String key) {
        return new RawOption(key, "", place(key));
    }

    /** Returns the names of all targets, in order. */
    SortedSet<String> targets() {
        SortedSet<String> names = new TreeSet<>();
        for (String key : properties.keySet()) {
            if (key.startsWith(Keys.TARGETS + ".")) {
                String below = key.substring(Keys.TARGETS.length() + 1);
                names.add(below.substring(0, below.indexOf('.')));
            }
        }
        return names;
    }

    /** Returns where {@code key} is, or else the section that it is missing from, if that is more than the whole. */
    private Optional<String> place(String key) {
        int end = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
        return Optional.ofNullable(places.get(key))
                .or(() -> end <= Setting.ROOT.length() ? Optional.empty() : place(key.substring(0, end)));
    }
}
