package io.vipagent.core.status;

import io.vipagent.core.text.ClockTime;
import io.vipagent.core.vip.NodeDetails;
import io.vipagent.core.vip.NodeDetails.TargetWord;
import io.vipagent.core.vip.NodeDetails.VrrpWord;
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
    /** The prefixes of what is in the status itself, in its decision and in a target's certificate. */
    static final String STATUS = "status.";

    static final String DECISION = StatusKeys.DECISION + ".";
    static final String CERTIFICATE = StatusKeys.CERTIFICATE + ".";

    /** The fields that are kept, by where they are; those of a list's entry have no prefix. */
    private static final Set<String> WANTED = Set.of(
            STATUS + StatusKeys.VERSION,
            STATUS + StatusKeys.KEEPALIVED,
            DECISION + StatusKeys.STATE,
            DECISION + StatusKeys.REASON,
            DECISION + StatusKeys.DETAIL,
            StatusKeys.INSTANCE,
            StatusKeys.STATE,
            StatusKeys.PRIORITY,
            StatusKeys.NAME,
            StatusKeys.ROLE,
            StatusKeys.REASON,
            StatusKeys.DETAIL,
            CERTIFICATE + StatusKeys.NOT_AFTER);

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
        String instance = taken(StatusKeys.INSTANCE);
        String state = taken(StatusKeys.STATE);
        OptionalInt priority = priority(taken(StatusKeys.PRIORITY));
        if (vrrp.size() < NodeDetails.MAX_ENTRIES) {
            vrrp.add(new VrrpWord(instance, state, priority));
        }
    }

    /** One target is whole; those of other nodes are not kept. */
    void endTarget() {
        String name = taken(StatusKeys.NAME);
        String role = taken(StatusKeys.ROLE);
        String state = taken(StatusKeys.STATE);
        String why = (taken(StatusKeys.REASON) + " " + taken(StatusKeys.DETAIL)).strip();
        Optional<Instant> end = ClockTime.parse(taken(CERTIFICATE + StatusKeys.NOT_AFTER));
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
                word(STATUS + StatusKeys.VERSION),
                word(DECISION + StatusKeys.STATE),
                (word(DECISION + StatusKeys.REASON) + " " + word(DECISION + StatusKeys.DETAIL)).strip(),
                vrrp,
                word(STATUS + StatusKeys.KEEPALIVED),
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
}
