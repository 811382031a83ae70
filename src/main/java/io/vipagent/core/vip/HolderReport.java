package io.vipagent.core.vip;

import io.vipagent.core.text.Labelled;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Who holds one VIP.
 *
 * @param word what is said of it
 * @param names of the nodes that are known to hold it, sorted
 * @param unknown the nodes of which it is not known: the node's name, or the URL of a peer that does not answer
 * @param seen what the names alone say: never {@link HolderState#MOVING}
 * @param sinceNanos since when it is seen so, monotonic
 */
public record HolderReport(
        InetAddress vip,
        HolderState word,
        List<String> names,
        List<String> unknown,
        HolderState seen,
        long sinceNanos) {
    /** How many nodes hold a VIP, as far as it is known. */
    public enum HolderState implements Labelled {
        /** One node is known to hold it, as it must be. Of unknown peers another may. */
        ONE,
        /** Every peer is known, and none holds it. */
        NONE,
        /** More than one holds it. */
        SEVERAL,
        /** Nobody, or several, but not for long enough: it moves, and not all were asked at the same moment. */
        MOVING,
        /** No holder is known, and of some it is not known. */
        UNKNOWN;
    }

    /** Returns whether {@code other} says the same of it, of whomever else it is not known. */
    public boolean saysSameAs(HolderReport other) {
        return word == other.word && names.equals(other.names);
    }

    /** Returns the state that follows from the number of holders and the number of nodes of which nothing is known. */
    static HolderState seen(int holders, int unknown) {
        if (holders > 1) {
            return HolderState.SEVERAL;
        }
        if (holders == 1) {
            return HolderState.ONE;
        }
        return unknown == 0 ? HolderState.NONE : HolderState.UNKNOWN;
    }

    /** Returns what is said of what was {@code seen} for so long: a fault only once it has outlasted {@code grace}. */
    static HolderState said(HolderState seen, Duration age, Duration grace) {
        boolean fault = seen == HolderState.NONE || seen == HolderState.SEVERAL;
        return fault && age.compareTo(grace) < 0 ? HolderState.MOVING : seen;
    }
}
