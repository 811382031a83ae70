package io.vipagent.tools.init.migrate;

import java.util.Locale;

/**
 * A node that was seen.
 *
 * @param where it was read
 */
record LegacyNode(String name, String address, String where) {
    /** Returns a name that a host may have, as like {@code name} as can be; empty where nothing of it is left. */
    static String plain(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceAll("\\.\\.+", ".");
        return plain.replaceAll("(?<!-)-*+\\.-*+", ".").replaceAll("^[.-]++|(?<![.-])[.-]++$", "");
    }

    /** Returns it as the option has it. */
    String pair() {
        return name + "=" + address;
    }
}
