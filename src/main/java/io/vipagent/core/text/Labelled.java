package io.vipagent.core.text;

import java.util.Locale;

/** An enum whose constants have a word for configurations, metric labels and JSON. */
public interface Labelled {
    /** Returns the name of the constant, as every enum has it. */
    String name();

    /** Returns the word: the name in lower case. */
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
