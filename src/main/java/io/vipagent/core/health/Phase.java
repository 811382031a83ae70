package io.vipagent.core.health;

import io.vipagent.core.text.Labelled;

/** A part of a probe, in the order in which they happen. */
public enum Phase implements Labelled {
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
}
