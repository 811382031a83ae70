package io.vipagent.core.vip;

import io.vipagent.core.text.Labelled;

/** How keepalived's process is. */
public enum KeepalivedState implements Labelled {
    /** It runs. */
    ALIVE,
    /** It is stopped (SIGSTOP) or traced: it keeps the address, and no longer speaks VRRP. */
    FROZEN,
    /** It does not run, though it left word that it did. */
    GONE,
    /** Nothing can be said. */
    UNKNOWN;
}
