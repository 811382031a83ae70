package io.vipagent.config;

import io.vipagent.core.text.OneLine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads values and collects what is wrong with them, each in one line: key, what was given, what is expected, where. */
final class ConfigErrors {
    private static final int MAX_SHOWN = 80;

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

    /** The value of a setting, or {@code fallback} where it was not written or is wrong. */
    <T> T read(Setting<T> setting, String target, T fallback) {
        return readIfWritten(setting, target).orElse(fallback);
    }

    /** The value of a setting, where it was written and is not wrong. */
    <T> Optional<T> readIfWritten(Setting<T> setting, String target) {
        String key = setting.key(target);
        return written.value(key).flatMap(given -> accept(key, given, setting.type()));
    }

    /** The values of a list, those that are what is expected. */
    <T> List<T> readAll(Setting<T> setting, String target) {
        String key = setting.key(target);
        return written.values(key).orElse(setting.defaults()).stream()
                .flatMap(given -> accept(key, given, setting.type()).stream())
                .toList();
    }

    private <T> Optional<T> accept(String key, String given, ValueType<T> type) {
        Optional<T> value = type.read(given);
        if (value.isEmpty()) {
            say(SettingsTable.ROOT + "." + key, "\"" + OneLine.line(given, MAX_SHOWN) + "\" is not " + type.expected());
        }
        return value;
    }
}
