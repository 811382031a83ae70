package io.vipagent.config;

import io.vipagent.core.target.TlsSettings.ClientFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * The values that were written for the rows of {@link SettingsTable}, with what is wrong with them. A row that belongs
 * to targets is asked for with the name of one.
 */
final class SettingValues {
    private final RawConfig written;
    private final OptionReader options;

    SettingValues(RawConfig written, OptionReader options) {
        this.written = written;
        this.options = options;
    }

    /** Returns the names of all targets that are written, in order. */
    SortedSet<String> targets() {
        return written.targets();
    }

    /** Returns whether something is written there. */
    boolean has(Setting<?> setting) {
        return has(setting, "");
    }

    /** Returns whether something is written there for a target. */
    private boolean has(Setting<?> setting, String target) {
        return options.has(setting.name(target));
    }

    /** Returns the value of a setting, or its default. */
    <T> T value(Setting<T> setting) {
        return value(setting, "");
    }

    /** Returns the value of a setting of a target, or its default. */
    <T> T value(Setting<T> setting, String target) {
        return written(setting, target).orElseGet(setting::fallback);
    }

    /** Returns what is written for a setting; its default is not looked at. */
    <T> Optional<T> written(Setting<T> setting) {
        return written(setting, "");
    }

    /** Returns what is written for a setting of a target; its default is not looked at. */
    <T> Optional<T> written(Setting<T> setting, String target) {
        return options.value(setting.name(target), setting.type());
    }

    /** Returns the values of a list, or its defaults. */
    <T> List<T> list(Setting<T> setting) {
        return list(setting, "");
    }

    /** Returns the values of a list of a target, or its defaults. */
    <T> List<T> list(Setting<T> setting, String target) {
        if (!has(setting, target)) {
            return setting.fallbacks();
        }
        int count = written.count(setting.name(target));
        if (count > YamlFile.MAX_VALUES) {
            say(setting, target, "has " + count + " values, expected at most " + YamlFile.MAX_VALUES);
            return setting.fallbacks();
        }
        return options.values(setting.name(target), setting.type());
    }

    /**
     * Returns the two files of a certificate, which go together; empty where none is written.
     *
     * @param target whose they are; empty where they are no target's
     */
    Optional<ClientFiles> client(Setting<Path> certFile, Setting<Path> keyFile, String target) {
        boolean cert = has(certFile, target);
        boolean key = has(keyFile, target);
        if (cert != key) {
            say(cert ? keyFile : certFile, target, "missing; cert-file and key-file go together");
        }
        if (!cert || !key) {
            return Optional.empty();
        }
        Optional<Path> certPath = written(certFile, target);
        Optional<Path> keyPath = written(keyFile, target);
        return certPath.isPresent() && keyPath.isPresent()
                ? Optional.of(new ClientFiles(certPath.get(), keyPath.get()))
                : Optional.empty();
    }

    /** Says that a value of a target is missing where none is written. */
    void require(Setting<?> setting, String target) {
        if (!has(setting, target)) {
            say(setting, target, "missing; expected " + setting.type().form());
        }
    }

    /** Says what is wrong with a key that is no setting. */
    void say(String key, String problem) {
        options.say(key, problem);
    }

    /** Says what is wrong with the value of a setting. */
    void say(Setting<?> setting, String problem) {
        say(setting, "", problem);
    }

    /** Says what is wrong with the value of a setting of a target. */
    void say(Setting<?> setting, String target, String problem) {
        options.say(setting.name(target), problem);
    }

    /** Says of each value that is there more than once, by {@code name}, that it is. */
    <T> void once(Setting<?> setting, List<T> values, Function<T, String> name) {
        Set<T> seen = new HashSet<>();
        values.stream()
                .filter(value -> !seen.add(value))
                .distinct()
                .forEach(value -> say(setting, name.apply(value) + " is there twice"));
    }
}
