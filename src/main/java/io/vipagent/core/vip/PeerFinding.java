package io.vipagent.core.vip;

import io.vipagent.core.text.Labelled;

/**
 * Something that is wrong with the peers as a whole. Two with the same kind and subject are the same finding, whatever
 * the figures in their text.
 *
 * @param subject the peer that it is about
 * @param text one line for people
 */
public record PeerFinding(PeerProblem kind, String subject, String text) {
    /** What can be found. */
    public enum PeerProblem implements Labelled {
        /** A peer is this node itself: it is left out of every count. */
        OWN_NAME,
        /** Two peers give one name: they count once. */
        SAME_NAME,
        /** A peer does not watch an address that this node watches. */
        NOT_WATCHED,
        /** A clock differs from the others. */
        CLOCK;
    }

    /** Returns whether {@code other} is the same finding. */
    public boolean isSameAs(PeerFinding other) {
        return kind == other.kind && subject.equals(other.subject);
    }
}
