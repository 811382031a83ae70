package io.vipagent.core.health;

import java.util.Locale;

/** A part of a probe, in the order in which they happen. */
public enum Phase {
    /** From the name to its addresses. */
    RESOLVE,
    /** The TCP handshake, over all addresses that were tried. */
    CONNECT,
    /** The TLS handshake. */
    TLS,
    /** From the request to the first byte of the answer. */
    FIRST_BYTE,
    /** The whole probe. */
    TOTAL;

    /** The word used as metric label and in the status. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
