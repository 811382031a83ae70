package io.vipagent.tools.init.cluster;

import io.vipagent.config.ValueForm;
import io.vipagent.config.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * One option that describes a cluster: a key of {@code cluster.yaml}, and an option of {@code vip-agent init}.
 *
 * @param name without dashes
 * @param type of one value; of a pair of what is behind {@code =}
 * @param names of a pair what is before {@code =}
 * @param parameter stands for a value in the help; empty where the option is a flag
 * @param standard what holds where the option is not given; empty where that depends on other things, or there is none
 * @param standardInWords the same for the help; empty where the option is needed or changes nothing
 * @param description what the option is, for the help and the documentation
 */
public record ClusterOption<T>(
        String name,
        ValueForm form,
        ValueType<T> type,
        Optional<ValueType<String>> names,
        String parameter,
        Optional<T> standard,
        Optional<String> standardInWords,
        String description) {
    /** Returns an option with one value. */
    static <T> ClusterOption<T> value(String name, ValueType<T> type, String parameter, String description) {
        return withoutDefault(name, ValueForm.VALUE, type, Optional.empty(), parameter, description);
    }

    /** Returns an option that is true where it is given. */
    static ClusterOption<Boolean> flag(String name, String description) {
        return value(name, ValueType.BOOL, "", description);
    }

    /** Returns an option that may be repeated. */
    static <T> ClusterOption<T> list(String name, ValueType<T> type, String parameter, String description) {
        return withoutDefault(name, ValueForm.LIST, type, Optional.empty(), parameter, description);
    }

    /** Returns an option of pairs that may be repeated, with one pair each. */
    static <T> ClusterOption<T> pairs(
            String name, ValueType<String> names, ValueType<T> type, String parameter, String description) {
        return withoutDefault(name, ValueForm.PAIRS, type, Optional.of(names), parameter, description);
    }

    private static <T> ClusterOption<T> withoutDefault(
            String name,
            ValueForm form,
            ValueType<T> type,
            Optional<ValueType<String>> names,
            String parameter,
            String description) {
        return new ClusterOption<>(name, form, type, names, parameter, Optional.empty(), Optional.empty(), description);
    }

    /** Returns the same option with its default, as it is written. */
    ClusterOption<T> or(String value) {
        return or(type.read(value), value);
    }

    /** Returns the same option with its default, and another one for load balancers, in words. */
    ClusterOption<T> or(String value, String onLoadBalancers) {
        return or(type.read(value), value + "; on load balancers " + onLoadBalancers);
    }

    /** Returns the same option with the words for a default that the reader of the options knows. */
    ClusterOption<T> orElse(String words) {
        return or(Optional.empty(), words);
    }

    private ClusterOption<T> or(Optional<T> value, String words) {
        return new ClusterOption<>(name, form, type, names, parameter, value, Optional.of(words), description);
    }

    /** Returns whether the option needs no value on the command line. */
    public boolean isFlag() {
        return parameter.isEmpty();
    }

    /** Returns the words that a value may be, where there are only some. */
    public List<String> words() {
        return type.bounds().matches("(`[a-z-]+`(, | or )?)+")
                ? List.of(type.bounds().replaceAll("`", "").split(", | or ", -1))
                : List.of();
    }

    /**
     * Returns the row of the documentation: option, what a value may be, what holds where it is not given, description.
     */
    String row() {
        return "| `--%s%s` | %s | %s | %s. |"
                .formatted(
                        name,
                        isFlag() ? "" : " " + parameter,
                        names.map(name -> name.bounds() + " = ").orElse("") + type.bounds(),
                        standardInWords.orElse(""),
                        description);
    }

    /** Returns the line of the help. */
    public String help() {
        String whole = description
                + (type.schema().containsKey("enum") ? ": " + type.form() : "")
                + (form == ValueForm.VALUE ? "" : "; may be repeated");
        return whole + standardInWords.map(words -> " (default: " + words + ")").orElse("") + ".";
    }
}
