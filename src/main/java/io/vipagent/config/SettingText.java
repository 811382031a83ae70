package io.vipagent.config;

import java.util.List;
import java.util.Optional;

/**
 * What is to be said of one key of the configuration; the texts are those of the documentation.
 *
 * @param key without its root; a star stands for the name of a target
 * @param variable the environment variable
 * @param bounds what it may be
 * @param defaultValue its default, or what that depends on
 * @param consequence what it does
 * @param restart whether a running agent cannot take another value
 */
public record SettingText(
        String key, String variable, String bounds, String defaultValue, String consequence, boolean restart) {
    /** Returns all keys, in the order of the documentation. */
    public static List<SettingText> all() {
        return SettingsTable.rows().stream().<SettingText>map(SettingText::of).toList();
    }

    /**
     * Returns the key that {@code given} names: with or without its root, of any target, or as environment variable.
     */
    public static Optional<SettingText> of(String given) {
        String root = Setting.ROOT + ".";
        String key = given.startsWith(root) ? given.substring(root.length()) : given;
        String ofAnyTarget = key.replaceFirst("^targets\\.[^.]+\\.", Setting.TARGET.replace("*", "\\*"));
        return all().stream()
                .filter(setting -> setting.key.equals(key)
                        || setting.key.equals(ofAnyTarget)
                        || setting.key.equals(Setting.TARGET + key)
                        || setting.variable.equals(given))
                .findFirst();
    }

    private static SettingText of(Setting<?> setting) {
        return new SettingText(
                setting.key(),
                Environment.variable(setting.key()),
                setting.bounds(),
                setting.defaultCell(),
                setting.description(),
                setting.isFixed());
    }
}
