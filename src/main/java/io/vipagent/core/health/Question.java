package io.vipagent.core.health;

import java.util.Locale;

/** What a probe asks of its target. */
public enum Question {
    /** The target's own URL with its expected response, over a fresh connection or a kept one: does it serve? */
    FULL,
    /**
     * The cheap path over a kept connection: is it alive, and in time? Any HTTP status below 500 passes. A pass proves
     * nothing else: it never heals what the answer to a {@link #FULL} question has proven.
     */
    PING;

    /** Returns the word used as metric label and in the status. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
