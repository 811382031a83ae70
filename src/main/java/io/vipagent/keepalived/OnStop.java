package io.vipagent.keepalived;

import java.util.Locale;

/** What becomes of the track file when the agent is told to stop. */
public enum OnStop {
    /** It stays as it is: an upgrade of the agent moves nothing. */
    KEEP,
    /** It goes: without an agent this node shall not hold the VIP. */
    FAIL;

    /** The word used in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
