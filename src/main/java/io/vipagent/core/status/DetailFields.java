package io.vipagent.core.status;

import io.vipagent.core.vip.NodeDetails;
import io.vipagent.core.vip.NodeDetails.TargetWord;
import io.vipagent.core.vip.NodeDetails.VrrpWord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The fields of a status that are for people alone: what is wanted of them, bounded, and nothing that can be wrong. */
final class DetailFields {
    /** The fields that are kept, by where they are; those of a list's entry have no prefix. */
    private static final Set<String> WANTED = Set.of(
            "status.version",
            "status.keepalived",
            "decision.state",
            "decision.reason",
            "decision.detail",
            "instance",
            "state",
            "priority",
            "name",
            "role",
            "reason",
            "detail",
            "certificate.notAfter");

    private static final int MAX_LENGTH = 200;
    private static final int MAX_PRIORITY = 255;

    private final Map<String, String> words = new HashMap<>();
    private final List<VrrpWord> vrrp = new ArrayList<>();
    private final List<TargetWord> targets = new ArrayList<>();
    private Optional<Instant> certificateEnd = Optional.empty();

    /** Takes one value; the first of a name counts. */
    void take(String path, String value) {
        if (WANTED.contains(path)) {
            words.putIfAbsent(path, value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value);
        }
    }

    /** One VRRP instance is whole. */
    void endInstance() {
        String instance = taken("instance");
        String state = taken("state");
        OptionalInt priority = priority(taken("priority"));
        if (vrrp.size() < NodeDetails.MAX_ENTRIES) {
            vrrp.add(new VrrpWord(instance, state, priority));
        }
    }

    /** One target is whole; those of other nodes are not kept. */
    void endTarget() {
        String name = taken("name");
        String role = taken("role");
        String state = taken("state");
        String why = (taken("reason") + " " + taken("detail")).strip();
        Optional<Instant> end = instant(taken("certificate.notAfter"));
        boolean local = role.equals("local");
        if ((local || role.equals("frontend")) && targets.size() < NodeDetails.MAX_ENTRIES) {
            targets.add(new TargetWord(name, role, state, why));
        }
        if (local && end.isPresent() && (certificateEnd.isEmpty() || end.get().isBefore(certificateEnd.get()))) {
            certificateEnd = end;
        }
    }

    /** Returns what was found. */
    NodeDetails details() {
        return new NodeDetails(
                word("status.version"),
                word("decision.state"),
                (word("decision.reason") + " " + word("decision.detail")).strip(),
                vrrp,
                word("status.keepalived"),
                targets,
                certificateEnd);
    }

    private String word(String path) {
        return words.getOrDefault(path, "");
    }

    private String taken(String path) {
        String value = words.remove(path);
        return value == null ? "" : value;
    }

    private static OptionalInt priority(String text) {
        try {
            int number = Integer.parseInt(text);
            return number < 0 || number > MAX_PRIORITY ? OptionalInt.empty() : OptionalInt.of(number);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
