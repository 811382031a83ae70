package io.vipagent.core.vip;

import io.vipagent.core.text.Labelled;

/** How keepalived's process is. */
public enum KeepalivedState implements Labelled {
    /** keepalived runs and speaks VRRP. */
    ALIVE,
    /** keepalived is stopped (SIGSTOP) or traced: it keeps the address, and no longer speaks VRRP. */
    FROZEN,
    /** keepalived does not run, though it left word that it did. */
    GONE,
    /** Nothing can be said. */
    UNKNOWN;
}
