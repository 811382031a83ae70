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
 * The values that were written for the rows of {@link SettingsTable}, with what is wrong with them: for the rows of one
 * target, or for those that belong to none.
 */
final class SettingValues {
    private final RawConfig written;
    private final OptionReader options;
    private final String target;

    SettingValues(RawConfig written, OptionReader options) {
        this(written, options, "");
    }

    private SettingValues(RawConfig written, OptionReader options, String target) {
        this.written = written;
        this.options = options;
        this.target = target;
    }

    /** Returns the names of all targets that are written, in order. */
    SortedSet<String> targets() {
        return written.targets();
    }

    /** Returns the values of the target of this name. */
    SettingValues of(String name) {
        return new SettingValues(written, options, name);
    }

    /** Returns the key without its root. */
    String key(Setting<?> setting) {
        return setting.key(target);
    }

    /** Returns whether something is written there. */
    boolean has(Setting<?> setting) {
        return options.has(setting.name(target));
    }

    /** Returns the value of a setting, or its default. */
    <T> T value(Setting<T> setting) {
        return written(setting).orElseGet(setting::fallback);
    }

    /** Returns what is written for a setting; its default is not looked at. */
    <T> Optional<T> written(Setting<T> setting) {
        return options.value(setting.name(target), setting.type());
    }

    /** Returns the values of a list, or its defaults. */
    <T> List<T> list(Setting<T> setting) {
        if (!has(setting)) {
            return setting.fallbacks();
        }
        int count = written.count(setting.name(target));
        if (count > YamlFile.MAX_VALUES) {
            say(setting, "has " + count + " values, expected at most " + YamlFile.MAX_VALUES);
            return setting.fallbacks();
        }
        return options.values(setting.name(target), setting.type());
    }

    /** Returns the two files of a certificate, which go together; empty where none is written. */
    Optional<ClientFiles> client(Setting<Path> certFile, Setting<Path> keyFile) {
        boolean cert = has(certFile);
        boolean key = has(keyFile);
        if (cert != key) {
            say(cert ? keyFile : certFile, "missing; cert-file and key-file go together");
        }
        if (!cert || !key) {
            return Optional.empty();
        }
        Optional<Path> certPath = written(certFile);
        Optional<Path> keyPath = written(keyFile);
        return certPath.isPresent() && keyPath.isPresent()
                ? Optional.of(new ClientFiles(certPath.get(), keyPath.get()))
                : Optional.empty();
    }

    /** Says that a value is missing where none is written. */
    void require(Setting<?> setting) {
        if (!has(setting)) {
            say(setting, "missing; expected " + setting.type().form());
        }
    }

    /** Says what is wrong with a key that is no setting. */
    void say(String key, String problem) {
        options.say(key, problem);
    }

    /** Says what is wrong with the value of a setting. */
    void say(Setting<?> setting, String problem) {
        say(setting.name(target), problem);
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
