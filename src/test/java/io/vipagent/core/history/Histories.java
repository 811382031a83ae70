package io.vipagent.core.history;

import java.time.Instant;

/** Events for tests, by milliseconds after three o'clock. */
public final class Histories {
    /** The moment from which the milliseconds count. */
    public static final Instant THREE = Instant.parse("2026-11-28T03:00:00Z");

    private Histories() {}

    /** An event so many milliseconds after three. */
    public static HistoryEvent at(long millis, String node, EventKind kind, String subject, String state, String text) {
        return new HistoryEvent(THREE.plusMillis(millis), node, kind, subject, state, text);
    }
}
