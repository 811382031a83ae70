package io.vipagent.config;

/** How many values an option or a key holds. */
public enum ValueForm {
    /** The setting has one value. */
    VALUE,
    /** One value or a list of values. */
    LIST,
    /** Names, each with one value. */
    PAIRS
}
