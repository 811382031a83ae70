package io.vipagent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
    private final Function<Stream<?>, Stream<T>> current;
    private List<String> defaults = new ArrayList<>();
    private Optional<String> defaultInWords = Optional.empty();
    private String bounds;
    private String description = "";
    private boolean restart;

    private Setting(String key, ValueType<T> type, ValueForm form, Function<Stream<?>, Stream<T>> current) {
        this.key = key;
        this.type = type;
        this.form = form;
        this.current = current;
        this.bounds = type.bounds();
    }

    /** Sets the default, as it is written in the file; the items of a list. */
    Setting<T> or(String... values) {
        defaults = List.of(values);
        return this;
    }

    /** Sets the words that describe a default which depends on other things; the method that reads the section knows it. */
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

    /** Returns this row's values as YAML, from whichever of these records holds them. */
    List<String> current(Stream<?> parts) {
        return current.apply(parts).map(type.yaml()).toList();
    }

    private List<String> yamlItems() {
        return defaults.stream()
                .map(item -> item.startsWith(":") ? "\"" + item + "\"" : item)
                .toList();
    }

    /**
     * Rows whose values one record holds, in the order in which they are printed.
     *
     * @param <S> the record
     */
    static final class Rows<S> {
        private final Class<S> owner;
        private final List<Setting<?>> rows = new ArrayList<>();

        Rows(Class<S> owner) {
            this.owner = owner;
        }

        /** Adds a key with one value; {@code current} finds the value in the record. */
        <T> Setting<T> value(String key, ValueType<T> type, Function<S, T> current) {
            return add(key, type, ValueForm.VALUE, record -> Stream.of(current.apply(record)));
        }

        /** Adds a key with one value that not all records have. */
        <T> Setting<T> optional(String key, ValueType<T> type, Function<S, Optional<T>> current) {
            return add(key, type, ValueForm.VALUE, record -> current.apply(record).stream());
        }

        /** Adds a key with a list of values. */
        <T> Setting<T> list(String key, ValueType<T> type, Function<S, ? extends Collection<T>> current) {
            return add(key, type, ValueForm.LIST, record -> current.apply(record).stream());
        }

        /** Returns all rows. */
        List<Setting<?>> rows() {
            return List.copyOf(rows);
        }

        private <T> Setting<T> add(String key, ValueType<T> type, ValueForm form, Function<S, Stream<T>> current) {
            Setting<T> row = new Setting<>(
                    key,
                    type,
                    form,
                    parts -> parts.filter(owner::isInstance).map(owner::cast).flatMap(current));
            rows.add(row);
            return row;
        }
    }
}
