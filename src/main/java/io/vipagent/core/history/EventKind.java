package io.vipagent.core.history;

import io.vipagent.core.text.Labelled;
import java.util.Optional;

/** What an event is about. Its word is a part of the history's format: it is added to, and never renamed. */
public enum EventKind implements Labelled {
    /** The agent has started. */
    START,
    /** The agent was told to stop. */
    STOP,
    /** The configuration was read again, and taken or refused. */
    RELOAD,
    /** A probe failed or was late; of consecutive equal ones only the first is kept. */
    PROBE,
    /** A target's verdict changed. */
    VERDICT,
    /** The decision whether this node may hold the virtual IP changed. */
    DECISION,
    /** The track file was written or removed, or could not be. */
    TRACK_FILE,
    /** keepalived told a VRRP state. */
    VRRP,
    /** A virtual IP came to this node or left it. */
    ADDRESS,
    /** Clients have an answer through the virtual IP again, after a time without one. */
    GAP,
    /** Another verdict on which nodes hold a virtual IP. */
    HOLDERS,
    /** A peer began or ceased to answer. */
    PEER,
    /** VRRP, address, decision and process do not agree, or agree again. */
    CONSISTENCY,
    /** An operator drained this node. */
    DRAIN,
    /** The drain of this node ended. */
    RESUME,
    /** A rehearsal of a takeover, and what it measured. */
    REHEARSAL,
    /** Events were lost: the disk was full or the writer could not keep up. */
    LOST;

    /** Returns the word in the file, in JSON and in tables, which has dashes. */
    @Override
    public String label() {
        return Labelled.super.label().replace('_', '-');
    }

    /** Returns the kind of that word; empty for one that a newer version may know. */
    public static Optional<EventKind> of(String label) {
        for (EventKind kind : values()) {
            if (kind.label().equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
