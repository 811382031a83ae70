package io.vipagent.tools.init.cluster;

import io.vipagent.tools.conf.keepalived.VrrpInstance;
import java.util.Optional;

/** A password of VRRP version 2, as keepalived.conf has it; tried on keepalived 2.2.7, by what it sends. */
public final class VrrpPassword {
    private static final String PLAIN = "[A-Za-z0-9._+=,:;/-]+";

    private VrrpPassword() {}

    /** Returns what is wrong with {@code password}, without showing it; empty where keepalived can be given it. */
    public static Optional<String> problem(String password) {
        if (password.isEmpty() || password.length() > VrrpInstance.MAX_PASSWORD) {
            return Optional.of("given a password of " + password.length() + " characters, expected 1 to "
                    + VrrpInstance.MAX_PASSWORD + ": VRRP carries no more");
        }
        Optional<String> character = password.codePoints()
                .filter(point -> point < ' ' || point > '~' || point == '"' || point == '\\')
                .mapToObj(VrrpPassword::shown)
                .findFirst();
        if (character.isPresent()) {
            return Optional.of("the password has the character " + character.get()
                    + ", which keepalived.conf cannot carry; expected others of ASCII");
        }
        if (password.matches("\\s.*|.*\\s|.*\\$[{_].*")) {
            return Optional.of("the password begins or ends with a space, or has a variable of keepalived's, ${ or $_;"
                    + " expected neither");
        }
        return Optional.empty();
    }

    /** Returns the password as a word of keepalived.conf: in quotes where it would be something else without. */
    static String word(String password) {
        return password.matches(PLAIN) || password.isEmpty() ? password : "\"" + password + "\"";
    }

    private static String shown(int point) {
        return point > ' ' && point != 0x7f ? "'" + Character.toString(point) + "'" : "U+%04X".formatted(point);
    }
}
