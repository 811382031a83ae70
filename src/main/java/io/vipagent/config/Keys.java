package io.vipagent.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys that there are, and the nearest of them to one that there is not. */
final class Keys {
    /** A star stands for the name of a target. */
    static final List<String> KNOWN = List.of(
            "node",
            "targets.*.enabled",
            "targets.*.role",
            "targets.*.url",
            "targets.*.server-name",
            "targets.*.ca-file",
            "targets.*.insecure",
            "targets.*.cert-file",
            "targets.*.key-file",
            "targets.*.token-file",
            "targets.*.accept-status",
            "targets.*.expect-body",
            "targets.*.interval",
            "targets.*.timeout",
            "targets.*.rise",
            "targets.*.fall",
            "decision.policy",
            "decision.hold-when-all-down",
            "control.socket",
            "agent-check.listen",
            "agent-check.allow",
            "agent-check.reports",
            "agent-check.drain-as",
            "agent-check.line-wait",
            "agent-check.release",
            "http.listen",
            "keepalived.track-file");

    private static final String PREFIX = "vip-agent.";
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]$");

    /** Variables that Kubernetes sets in a pod beside a Service named vip-agent, and those that are options. */
    private static final Pattern NOT_KEYS =
            Pattern.compile("VIP_AGENT_(CONFIG|SERVICE_(HOST|PORT.*)|PORT(_[0-9]+_(TCP|UDP).*)?)");

    private Keys() {}

    /** Whether an environment variable that begins with VIP_AGENT_ is not meant as a key. */
    static boolean isNoKey(String variable) {
        return NOT_KEYS.matcher(variable).matches();
    }

    /** What is wrong with a property of the file, if it is no key of ours. */
    static Optional<String> unknownProperty(String property) {
        String plain = INDEX.matcher(property).replaceFirst("");
        if (plain.startsWith(PREFIX) && KNOWN.stream().anyMatch(key -> matches(key, plain))) {
            return Optional.empty();
        }
        return Optional.of(property + ": unknown key; the nearest is " + nearest(plain));
    }

    /** What is wrong with an environment variable that is meant as a key, if it is none. */
    static Optional<String> unknownVariable(String variable) {
        String plain = variable.replaceFirst("_[0-9]+_?$", "");
        boolean known = Stream.of(variable, plain)
                .anyMatch(name -> KNOWN.stream().anyMatch(key -> name.matches(variablePattern(key))));
        return known
                ? Optional.empty()
                : Optional.of(variable + ": unknown environment variable; the nearest key is "
                        + nearest(PREFIX
                                + variable.substring(PREFIX.length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '.')));
    }

    private static boolean matches(String key, String property) {
        return property.matches(Pattern.quote(PREFIX + key).replace("*", "\\E(\"[^\"]+\"|[^.\"]+)\\Q"));
    }

    private static String variablePattern(String key) {
        return (PREFIX + key)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[.-]", "_")
                .replace("*", "[A-Z0-9_]+");
    }

    private static String nearest(String given) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String key : KNOWN) {
            String candidate = PREFIX + key.replace("*", targetOf(given));
            int distance = distance(given, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static String targetOf(String given) {
        String[] parts = given.split("\\.");
        return parts.length > 2 && parts[1].equals("targets") ? parts[2] : "NAME";
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[b.length()];
    }
}
