package io.vipagent.core.vip;

import java.util.Locale;

/** How keepalived's process is. */
public enum KeepalivedState {
    /** It runs. */
    ALIVE,
    /** It is stopped (SIGSTOP) or traced: it keeps the address, and no longer speaks VRRP. */
    FROZEN,
    /** It does not run, though it left word that it did. */
    GONE,
    /** Nothing can be said. */
    UNKNOWN;

    /** The word used as metric label and in the status. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
