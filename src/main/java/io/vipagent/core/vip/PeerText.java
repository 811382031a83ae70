package io.vipagent.core.vip;

import io.vipagent.core.vip.PeerContact.NotAsked;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import java.util.List;

/** The words for people, one line each. */
public final class PeerText {
    private static final int MAX_NAMED = 3;

    private PeerText() {}

    /** Returns how a peer stands. */
    public static String of(Peer peer, PeerContact contact) {
        String who = "peer " + peer.label();
        return switch (contact) {
            case NotAsked none -> who + " was not asked so far";
            case Reached reached -> who + " answers as " + reached.status().node();
            case Unreached unreached -> who + " is unknown (" + unreached.reason() + " " + unreached.detail() + ")";
        };
    }

    /** Returns who holds a VIP. */
    public static String of(HolderReport holding) {
        String vip = holding.vip().getHostAddress();
        String names = some(holding.names());
        String others = holding.unknown().isEmpty() ? "" : "; unknown: " + some(holding.unknown());
        return switch (holding.word()) {
            case ONE -> vip + " is held by " + names + others;
            case NONE -> vip + " is held by nobody";
            case SEVERAL -> vip + " is held by " + holding.names().size() + " nodes at once: " + names + others;
            case MOVING -> vip + " moves, held by " + (names.isEmpty() ? "nobody" : names) + " at this moment" + others;
            case UNKNOWN -> "nobody is known to hold " + vip + others;
        };
    }

    private static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size())));
        return names.size() > MAX_NAMED ? shown + " and " + (names.size() - MAX_NAMED) + " more" : shown;
    }
}
