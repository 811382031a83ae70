package io.vipagent.config;

import java.util.Locale;

/** What becomes of the track file when the agent is stopped in good order. */
public enum OnStop {
    /** The file stays: a restart or an upgrade moves nothing. */
    KEEP,
    /** The permission is taken away: no node holds the VIP without an agent that stands for it. */
    FAIL;

    /** The word used in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
