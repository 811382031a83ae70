package io.vipagent.core.history;

import io.vipagent.core.text.OneLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that happened on one node.
 *
 * @param at by that node's wall clock, to the millisecond
 * @param node the name of the node that saw it
 * @param subject what it is about: a target, a virtual IP, a VRRP instance, a peer; may be empty
 * @param state the new state in one word, as metrics and status name it; may be empty
 * @param text one printable line for people; no secret
 * @param fields more that was measured, by name
 */
public record HistoryEvent(
        Instant at,
        String node,
        EventKind kind,
        String subject,
        String state,
        String text,
        Map<String, String> fields) {
    /** The most characters that {@link #text} keeps. */
    public static final int MAX_TEXT_LENGTH = 400;

    /** The most characters that any other word keeps. */
    public static final int MAX_WORD_LENGTH = 120;

    /** The most fields that are kept. */
    public static final int MAX_FIELDS = 16;

    /** Keeps every part to one printable line of a bounded length, whatever a stranger put into it. */
    public HistoryEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        node = OneLine.line(node, MAX_WORD_LENGTH);
        subject = OneLine.line(subject, MAX_WORD_LENGTH);
        state = OneLine.line(state, MAX_WORD_LENGTH);
        text = OneLine.line(text, MAX_TEXT_LENGTH);
        TreeMap<String, String> kept = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (kept.size() < MAX_FIELDS) {
                kept.put(OneLine.line(name, MAX_WORD_LENGTH), OneLine.line(value, MAX_WORD_LENGTH));
            }
        });
        fields = Collections.unmodifiableSortedMap(kept);
    }

    /** Creates an event of which nothing more was measured. */
    public HistoryEvent(Instant at, String node, EventKind kind, String subject, String state, String text) {
        this(at, node, kind, subject, state, text, Map.of());
    }
}
