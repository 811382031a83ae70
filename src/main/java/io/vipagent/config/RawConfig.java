package io.vipagent.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What was written, by key, and where. What is read later replaces what was read before: the environment the file. */
final class RawConfig {
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> places = new HashMap<>();

    /** Takes the value of a key, or {@code KEY[0]} and so on of a list. */
    void put(String key, String value) {
        properties.put(key, value);
    }

    /** Takes the value of a key instead of whatever it had. A section that was nowhere so far is there too. */
    void replace(String key, String value, String place) {
        properties.keySet().removeIf(known -> known.startsWith(key + "["));
        properties.put(key, value);
        places.put(key, place);
        places.putIfAbsent(key.substring(0, key.lastIndexOf('.')), place);
    }

    /** Notes where a key is, in words that help to find it. */
    void at(String key, String place) {
        places.put(key, place);
    }

    /** Notes that there is a target of this key, though there may be nothing below it. */
    void target(String key) {
        properties.putIfAbsent(key + ".enabled", "true");
    }

    /** Whether there is anything below {@code section}. */
    boolean has(String section) {
        return properties.keySet().stream().anyMatch(key -> key.startsWith(section + "."));
    }

    /** The value of a key without its root, if it was written. */
    Optional<String> value(String key) {
        return Optional.ofNullable(properties.get(SettingsTable.ROOT + "." + key));
    }

    /** The values of a list, if it was written: item by item, or in one text with commas, as in the environment. */
    Optional<List<String>> values(String key) {
        String whole = SettingsTable.ROOT + "." + key;
        List<String> items = properties.entrySet().stream()
                .filter(property -> property.getKey().startsWith(whole + "["))
                .map(Map.Entry::getValue)
                .toList();
        return items.isEmpty() ? value(key).map(text -> List.of(text.split(",", -1))) : Optional.of(items);
    }

    /** The names of all targets, in order. */
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

    /** Where {@code key} is, or else the section that it is missing from, if that is more than the whole. */
    Optional<String> place(String key) {
        int end = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
        return Optional.ofNullable(places.get(key))
                .or(() -> end <= SettingsTable.ROOT.length() ? Optional.empty() : place(key.substring(0, end)));
    }
}
