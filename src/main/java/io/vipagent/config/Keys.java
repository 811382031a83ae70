package io.vipagent.config;

import io.vipagent.core.text.DidYouMean;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds keys by their names, and the nearest key to a name that no key has. */
final class Keys {
    /** All targets are below this key. */
    static final String TARGETS = Setting.ROOT + ".targets";

    /** Describes what {@link #isTargetName} demands. */
    static final String TARGET_NAME = "a target's name: lower-case letters, digits and inner dashes, at most 63";

    /** A target's name as a regular expression: it becomes a metric label and a part of a path. */
    static final String TARGET_NAME_PATTERN = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final Pattern TARGET = Pattern.compile("(vip-agent\\.targets\\.)([^.]+)(.*)");

    /**
     * All keys by their names, {@code *} for a target's: a file of a megabyte asks for them a hundred thousand times.
     */
    private static final Map<String, ValueForm> FORMS = forms();

    private static final Set<String> SECTIONS = sections();

    private Keys() {}

    private static Map<String, ValueForm> forms() {
        Map<String, ValueForm> forms = new HashMap<>();
        SettingsTable.rows().forEach(row -> forms.putIfAbsent(row.name("*"), row.form()));
        return forms;
    }

    private static Set<String> sections() {
        Set<String> sections = new HashSet<>(Set.of(Setting.ROOT));
        for (String key : FORMS.keySet()) {
            for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
                sections.add(key.substring(0, dot));
            }
        }
        return sections;
    }

    /** Returns whether other keys are below {@code key}, which begins with the root. */
    static boolean isSection(String key) {
        return SECTIONS.contains(starred(key));
    }

    /** Returns the form of {@code key}, which begins with the root; empty where no setting has that name. */
    static Optional<ValueForm> form(String key) {
        return Optional.ofNullable(FORMS.get(starred(key)));
    }

    /** Returns whether {@code key} has a list of values. */
    static boolean isList(String key) {
        return form(key).filter(ValueForm.LIST::equals).isPresent();
    }

    /** Returns whether {@code name} can be a target's. */
    static boolean isTargetName(String name) {
        return name.matches(TARGET_NAME_PATTERN);
    }

    /** Returns one of the keys below {@code section}. */
    static String example(String section) {
        return allFor(section).stream()
                .filter(key -> key.startsWith(section + "."))
                .filter(key -> !isSection(key))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the key or section that is most like {@code given}; of those that end alike, if there are any. */
    static String nearest(String given) {
        if (DidYouMean.distance(given.toLowerCase(Locale.ROOT), Setting.ROOT) < 4) {
            return Setting.ROOT;
        }
        String whole = given.startsWith(Setting.ROOT) ? given : Setting.ROOT + "." + given;
        String end = whole.substring(whole.lastIndexOf('.') + 1);
        List<String> all = allFor(whole);
        List<String> alike = all.stream().filter(key -> key.endsWith("." + end)).toList();
        return DidYouMean.to(whole, alike.isEmpty() ? all : alike);
    }

    private static String starred(String key) {
        return TARGET.matcher(key).replaceFirst("$1*$3");
    }

    /** Returns all keys and sections, those of targets with the name that {@code given} has. */
    private static List<String> allFor(String given) {
        Matcher matcher = TARGET.matcher(given);
        String name = matcher.matches() ? matcher.group(2) : "NAME";
        Set<String> all = new LinkedHashSet<>();
        all.add(Setting.ROOT);
        for (Setting<?> row : SettingsTable.rows()) {
            String key = row.name(name);
            for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
                all.add(key.substring(0, dot));
            }
            all.add(key);
        }
        return List.copyOf(all);
    }
}
