package io.vipagent.tools.conf.keepalived;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables that were defined so far. What is not defined stays as it is written. */
final class Variables {
    /** A variable may stand for itself. */
    private static final int MAX_DEPTH = 20;

    private static final int MAX_LENGTH = 65_536;
    private static final Pattern USE =
            Pattern.compile("\\$(?:\\{[A-Za-z_][A-Za-z0-9_]*\\}|[A-Za-z_][A-Za-z0-9_]*(?=\\s|$))");

    private final Map<String, String> values = new HashMap<>(Map.of("_HASH", "#", "_BANG", "!"));

    void define(String name, String value) {
        values.put(name, value);
    }

    /**
     * Returns the lines that {@code word}, all of it, stands for, if they are several; variables in them are not
     * replaced yet.
     */
    Optional<String> lines(String word) {
        return USE.matcher(word).matches()
                ? Optional.ofNullable(values.get(name(word))).filter(value -> value.indexOf('\n') >= 0)
                : Optional.empty();
    }

    /**
     * Returns {@code text} with every variable replaced, also those in what replaced one; empty where that does not
     * end.
     */
    Optional<String> replace(String text) {
        String now = text;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            String next = once(now);
            if (next.equals(now)) {
                return Optional.of(now);
            }
            if (next.length() > MAX_LENGTH) {
                return Optional.empty();
            }
            now = next;
        }
        return Optional.empty();
    }

    private String once(String text) {
        return text.indexOf('$') < 0
                ? text
                : USE.matcher(text)
                        .replaceAll(
                                use -> Matcher.quoteReplacement(values.getOrDefault(name(use.group()), use.group())));
    }

    private static String name(String use) {
        return use.replaceAll("[${}]", "");
    }
}
