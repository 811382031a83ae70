package io.vipagent.config;

import io.vipagent.core.text.DidYouMean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Environment variables as keys: upper case, dots and dashes as underscores. A target's name has no underscore, so the
 * way back is one: {@code CP_2} is {@code cp-2}.
 */
final class Environment {
    private static final String PREFIX = "VIP_AGENT_";
    private static final String TARGETS = PREFIX + "TARGETS_";

    /** What Kubernetes sets in a pod beside Services named vip-agent or vip-agent-ANYTHING, and what is an option. */
    private static final Pattern NOT_KEYS =
            Pattern.compile("VIP_AGENT_(CONFIG|([A-Z0-9_]+_)?(SERVICE_(HOST|PORT.*)|PORT(_[0-9]+_(TCP|UDP|SCTP).*)?))");

    private Environment() {}

    /** Returns those that begin like ours and are not known to be somebody else's, by name. */
    static Map<String, String> ours(Map<String, String> variables) {
        Map<String, String> ours = new TreeMap<>(variables);
        ours.keySet()
                .removeIf(name ->
                        !name.startsWith(PREFIX) || NOT_KEYS.matcher(name).matches());
        return ours;
    }

    /** Takes all of {@code ours}, and says which of them cannot be taken. */
    static void read(Map<String, String> ours, RawConfig written, OptionReader problems) {
        ours.forEach((variable, value) -> {
            Optional<Meant> meant = meant(variable);
            if (meant.isEmpty()) {
                String upper = variable.toUpperCase(Locale.ROOT);
                problems.add(variable + ": unknown environment variable; the nearest is "
                        + DidYouMean.to(upper, candidates(upper)));
            } else if (meant.get().isMisnamed()) {
                problems.add(variable + ": \"" + meant.get().target() + "\" is not " + Keys.TARGET_NAME);
            } else if (value.isBlank()) {
                problems.add(variable + ": has no value; unset it for the file's value or the default");
            } else {
                written.replace(meant.get().key(), value, variable);
            }
        });
    }

    /** Returns the variable of a known key. */
    static String variable(String known) {
        return PREFIX + known.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /** A known key, and the name of the target that its star stands for, if it has one. */
    private record Meant(String known, String target) {
        String key() {
            return Setting.ROOT + "." + known.replace("*", target);
        }

        boolean isMisnamed() {
            return known.contains("*") && !Keys.isTargetName(target);
        }
    }

    /**
     * Returns the longest key that fits: FULL_INTERVAL of a target, and not INTERVAL of one whose name ends in "full".
     */
    private static Optional<Meant> meant(String variable) {
        List<String> longestFirst = SettingsTable.rows().stream()
                .<String>map(Setting::key)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        for (String known : longestFirst) {
            Matcher matcher = Pattern.compile(variable(known).replace("*", "(?<target>[A-Z0-9_]+)"))
                    .matcher(variable);
            if (matcher.matches()) {
                String target = known.contains("*") ? matcher.group("target") : "";
                return Optional.of(
                        new Meant(known, target.toLowerCase(Locale.ROOT).replace('_', '-')));
            }
        }
        return Optional.empty();
    }

    /** Returns all variables; those of targets with every name that {@code given} may have meant. */
    private static List<String> candidates(String given) {
        List<String> names = new ArrayList<>();
        for (int end = given.indexOf('_', TARGETS.length()); end > 0; end = given.indexOf('_', end + 1)) {
            names.add(given.startsWith(TARGETS) ? given.substring(TARGETS.length(), end) : "NAME");
        }
        return SettingsTable.rows().stream()
                .map(row -> variable(row.key()))
                .flatMap(variable ->
                        Stream.concat(names.stream(), Stream.of("NAME")).map(name -> variable.replace("*", name)))
                .toList();
    }
}
