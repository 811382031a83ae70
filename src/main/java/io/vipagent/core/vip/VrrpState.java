package io.vipagent.core.vip;

import io.vipagent.core.text.Labelled;
import java.util.Optional;

/** A VRRP instance's state, in keepalived's own words (keepalived.conf(5), vrrp/vrrp_notify.c). */
public enum VrrpState implements Labelled {
    /** Configured, and not yet anything. */
    INIT,
    /** Another node is the master. */
    BACKUP,
    /** This node is, and should have the address. */
    MASTER,
    /** The instance may not be the master: an interface, a track script or a track file is against it. */
    FAULT,
    /** The instance stops, since keepalived ends. */
    STOP,
    /** A reload has taken the instance out of the configuration. */
    DELETED;

    /** Returns the state that keepalived calls {@code word}; empty where it is none. */
    public static Optional<VrrpState> parse(String word) {
        for (VrrpState state : values()) {
            if (state.name().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
