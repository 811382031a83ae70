package io.vipagent.config;

import io.vipagent.core.text.DidYouMean;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that there are, and the nearest of them to one that there is not. */
final class Keys {
    /** A star stands for the name of a target. */
    static final List<String> KNOWN = List.of(
            "node",
            "vip",
            "targets.*.url",
            "targets.*.role",
            "targets.*.enabled",
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
            "decision.bootstrap-grace",
            "control.socket",
            "agent-check.listen",
            "agent-check.allow",
            "agent-check.reports",
            "agent-check.drain-as",
            "agent-check.line-wait",
            "agent-check.release",
            "http.listen",
            "keepalived.track-file",
            "keepalived.on-stop",
            "keepalived.notify-fifo",
            "keepalived.pid-file",
            "peers",
            "peer-tls.server-name",
            "peer-tls.ca-file",
            "peer-tls.insecure",
            "peer-tls.cert-file",
            "peer-tls.key-file");

    /** What all keys are below. */
    static final String ROOT = "vip-agent";

    /** What all targets are below. */
    static final String TARGETS = ROOT + ".targets";

    /** What {@link #isTargetName} demands. */
    static final String TARGET_NAME = "a target's name: lower-case letters, digits and inner dashes, at most 63";

    private static final Set<String> LISTS = Set.of("vip", "targets.*.accept-status", "agent-check.allow", "peers");
    private static final Pattern TARGET = Pattern.compile("(vip-agent\\.targets\\.)([^.]+)(.*)");

    private Keys() {}

    /** What stands behind a key. */
    enum Kind {
        /** More keys. */
        SECTION,
        /** One value. */
        VALUE,
        /** Values. */
        LIST
    }

    /** The kind of {@code key}, which begins with the root; empty where there is none of that name. */
    static Optional<Kind> kind(String key) {
        String starred = TARGET.matcher(key).replaceFirst("$1*$3");
        if (starred.equals(ROOT) || KNOWN.stream().anyMatch(known -> (ROOT + "." + known).startsWith(starred + "."))) {
            return Optional.of(Kind.SECTION);
        }
        return KNOWN.stream()
                .filter(known -> starred.equals(ROOT + "." + known))
                .map(known -> LISTS.contains(known) ? Kind.LIST : Kind.VALUE)
                .findFirst();
    }

    /** Whether {@code name} can be a target's: it becomes a metric label and a part of a path. */
    static boolean isTargetName(String name) {
        return name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    }

    /** One of the keys below {@code section}. */
    static String example(String section) {
        return allFor(section).stream()
                .filter(key -> key.startsWith(section + "."))
                .filter(key -> kind(key).filter(Kind.SECTION::equals).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** The key or section that is most like {@code given}; of those that end alike, if there are any. */
    static String nearest(String given) {
        if (DidYouMean.distance(given.toLowerCase(Locale.ROOT), ROOT) < 4) {
            return ROOT;
        }
        String whole = given.startsWith(ROOT) ? given : ROOT + "." + given;
        String end = whole.substring(whole.lastIndexOf('.') + 1);
        List<String> all = allFor(whole);
        List<String> alike = all.stream().filter(key -> key.endsWith("." + end)).toList();
        return DidYouMean.to(whole, alike.isEmpty() ? all : alike);
    }

    /** All keys and sections, those of targets with the name that {@code given} has. */
    private static List<String> allFor(String given) {
        Matcher matcher = TARGET.matcher(given);
        String name = matcher.matches() ? matcher.group(2) : "NAME";
        Set<String> all = new LinkedHashSet<>();
        all.add(ROOT);
        for (String known : KNOWN) {
            String key = ROOT + "." + known.replace("*", name);
            for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
                all.add(key.substring(0, dot));
            }
            all.add(key);
        }
        return List.copyOf(all);
    }
}
