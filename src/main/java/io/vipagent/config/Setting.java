package io.vipagent.config;

import io.vipagent.core.target.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One row of the table of settings: everything that is known of one key.
 *
 * @param <T> one value, or one item of a list
 */
final class Setting<T> {
    /** All keys are below this one. */
    static final String ROOT = "vip-agent";

    /** The keys of targets begin with this; the star stands for the name of a target. */
    static final String TARGET = "targets.*.";

    private final String key;
    private final ValueType<T> type;
    private final ValueForm form;
    private final BiFunction<Settings, String, Stream<T>> current;
    private List<String> defaults = new ArrayList<>();
    private Optional<String> defaultInWords = Optional.empty();
    private String bounds;
    private String description = "";
    private boolean restart;

    private Setting(String key, ValueType<T> type, ValueForm form, BiFunction<Settings, String, Stream<T>> current) {
        this.key = key;
        this.type = type;
        this.form = form;
        this.current = current;
        this.bounds = type.bounds();
    }

    /** Returns a key with one value; {@code current} finds the value in the settings. */
    static <T> Setting<T> value(String key, ValueType<T> type, Function<Settings, T> current) {
        return new Setting<>(key, type, ValueForm.VALUE, (settings, target) -> Stream.of(current.apply(settings)));
    }

    /** Returns a key with one value that not all settings have. */
    static <T> Setting<T> optional(String key, ValueType<T> type, Function<Settings, Optional<T>> current) {
        return new Setting<>(key, type, ValueForm.VALUE, (settings, target) -> current.apply(settings).stream());
    }

    /** Returns a key with a list of values. */
    static <T> Setting<T> list(String key, ValueType<T> type, Function<Settings, ? extends Collection<T>> current) {
        return new Setting<>(key, type, ValueForm.LIST, (settings, target) -> current.apply(settings).stream());
    }

    /** Returns a key of each target, given without {@code targets.*.}, with one value. */
    static <T> Setting<T> ofTarget(String key, ValueType<T> type, Function<Target, T> current) {
        return new Setting<>(
                TARGET + key,
                type,
                ValueForm.VALUE,
                (settings, target) -> settings.target(target).map(current).stream());
    }

    /** Returns a key of each target with one value that not all targets have. */
    static <T> Setting<T> optionalOfTarget(String key, ValueType<T> type, Function<Target, Optional<T>> current) {
        return new Setting<>(
                TARGET + key,
                type,
                ValueForm.VALUE,
                (settings, target) -> settings.target(target).flatMap(current).stream());
    }

    /** Returns a key of each target with a list of values. */
    static <T> Setting<T> listOfTarget(
            String key, ValueType<T> type, Function<Target, ? extends Collection<T>> current) {
        return new Setting<>(
                TARGET + key,
                type,
                ValueForm.LIST,
                (settings, target) ->
                        settings.target(target).map(current).stream().flatMap(Collection::stream));
    }

    /** Sets the default, as it is written in the file; the items of a list. */
    Setting<T> or(String... values) {
        defaults = List.of(values);
        return this;
    }

    /** Sets the words that describe a default which depends on other things; the reader of the settings knows it. */
    Setting<T> orElse(String words) {
        defaultInWords = Optional.of(words);
        return this;
    }

    /** Replaces the words of the type for what the value may be. */
    Setting<T> mayBe(String words) {
        bounds = words;
        return this;
    }

    /** Notes that a running agent cannot take another value. */
    Setting<T> needsRestart() {
        restart = true;
        return this;
    }

    /** Sets what the setting does, for the documentation and the JSON Schema. */
    Setting<T> does(String consequence) {
        description = consequence;
        return this;
    }

    /** Returns the key without its root; a star stands for the name of a target. */
    String key() {
        return key;
    }

    /** Returns the key without its root, of the target of this name. */
    String key(String target) {
        return key.replace("*", target);
    }

    /** Returns the whole key of the target of this name; an empty name where the key is not a target's. */
    String name(String target) {
        return ROOT + "." + key(target);
    }

    ValueForm form() {
        return form;
    }

    ValueType<T> type() {
        return type;
    }

    /** Returns whether the key has a list of values. */
    boolean isList() {
        return form == ValueForm.LIST;
    }

    /** Returns whether each target has this key. */
    boolean isOfTarget() {
        return key.startsWith(TARGET);
    }

    /** Returns whether only a restart can change the value. */
    boolean isFixed() {
        return restart;
    }

    /** Returns the default as it is written in the file; empty where it depends on other things or there is none. */
    List<String> defaults() {
        return defaults;
    }

    /** Returns the cell "default" of the documentation. */
    String defaultCell() {
        return defaultInWords.orElseGet(
                () -> "`" + (isList() ? "[" + String.join(", ", yamlItems()) + "]" : defaults.getFirst()) + "`");
    }

    /** Returns the cell "what it may be" of the documentation. */
    String bounds() {
        return bounds;
    }

    /** Returns the cell "consequence" of the documentation. */
    String description() {
        return description;
    }

    /** Returns the default of a key with one value. */
    T fallback() {
        return type.read(defaults.getFirst()).orElseThrow();
    }

    /** Returns the default of a key with a list. */
    List<T> fallbacks() {
        return defaults.stream().map(text -> type.read(text).orElseThrow()).toList();
    }

    /**
     * Returns the values that {@code settings} have, as YAML; of the target of this name, where targets have the key.
     */
    List<String> current(Settings settings, String target) {
        return current.apply(settings, target).map(type.yaml()).toList();
    }

    private List<String> yamlItems() {
        return defaults.stream()
                .map(item -> item.startsWith(":") ? "\"" + item + "\"" : item)
                .toList();
    }
}
