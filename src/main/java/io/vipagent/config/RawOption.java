package io.vipagent.config;

import java.util.Optional;

/**
 * One value as it was given, not read yet.
 *
 * @param name what people call the option where they gave it: a key, or an option with its dashes
 * @param text the value; of a pair {@code NAME=VALUE}
 * @param place where it was given, in words; empty on the command line
 */
public record RawOption(String name, String text, Optional<String> place) {
    /** Returns the line that says what is wrong with the option. */
    public String problem(String what) {
        return name + ": " + what + place.map(where -> " (" + where + ")").orElse("");
    }
}
