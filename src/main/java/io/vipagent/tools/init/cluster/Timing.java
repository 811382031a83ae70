package io.vipagent.tools.init.cluster;

import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.text.Durations;
import java.time.Duration;
import java.util.Map;

/** A profile's arithmetic in sentences, for the files that it is in. */
public final class Timing {
    private Timing() {}

    /**
     * Returns how long it takes at most until keepalived knows of a fault in this cluster, had it this profile; such as
     * 1.3 s.
     */
    public static String known(Cluster cluster, Profile profile) {
        return text(profile.known(decides(cluster, profile)));
    }

    private static ProbeSchedule decides(Cluster cluster, Profile profile) {
        return cluster.setUp().haproxy() ? profile.frontend() : profile.local(cluster.setUp());
    }

    /** Returns what is added where the proof that another apiserver is better takes longer than {@code known} says. */
    private static String hang(Cluster cluster, Profile profile) {
        Duration outdone = profile.outdone(decides(cluster, profile));
        return outdone.equals(profile.known(decides(cluster, profile)))
                ? ""
                : "; where it hangs, another one must be known to be better, " + text(outdone)
                        + " after the fault at most";
    }

    /** Returns how long it takes at most until every haproxy leaves an apiserver that hangs; such as 1.1 s. */
    public static String left(Profile profile) {
        return text(profile.left());
    }

    /** Returns a length in seconds, such as 0.2 s. */
    public static String text(Duration length) {
        return Durations.seconds(length) + " s";
    }

    static Map<String, Object> of(Cluster cluster) {
        Profile profile = cluster.profile();
        boolean haproxy = cluster.setUp().haproxy();
        boolean weighted = profile.vrrp().weighted();
        boolean isAlone = cluster.members().size() == 1;
        return Map.of(
                "left",
                text(profile.left()),
                "gone",
                text(profile.checks().gone()),
                "silent",
                text(profile.checks().detection()),
                "verdict",
                (haproxy ? "That no apiserver answers through this haproxy" : "That the apiserver is down")
                        + " is known within " + known(cluster, profile) + ".",
                "moved",
                isAlone
                        ? "There is no other node that could take the VIP."
                        : "The VIP is on another node " + text(cluster.moved())
                                + " later at most" + hang(cluster, profile)
                                + "; where this node or its keepalived dies, within "
                                + text(cluster.silent()) + ".",
                "allDown",
                isAlone
                        ? "Where its apiserver fails, the node keeps the VIP: nobody is there to serve instead."
                        : weighted
                                ? "Where every apiserver fails, the VIP bounces between the nodes, since each "
                                        + "of them loses the same weight."
                                : "Where every apiserver fails, the agent lets the holder hold "
                                        + "(hold-when-all-down): weight 0 alone would leave no holder.");
    }
}
