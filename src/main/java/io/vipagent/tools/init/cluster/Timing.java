package io.vipagent.tools.init.cluster;

import java.time.Duration;
import java.util.Map;

/** A profile's arithmetic in sentences, for the files that it is in. */
final class Timing {
    private Timing() {}

    static Map<String, Object> of(Cluster cluster) {
        Profile profile = cluster.profile();
        boolean haproxy = cluster.setUp().haproxy();
        Duration known = profile.known(haproxy ? profile.frontend() : profile.local(cluster.setUp()));
        boolean weighted = profile.vrrp().weighted();
        return Map.of(
                "left",
                text(profile.left()),
                "gone",
                text(profile.checks().gone()),
                "silent",
                text(profile.checks().detection()),
                "verdict",
                (haproxy ? "That no apiserver answers through this haproxy" : "That the apiserver is down")
                        + " is known within " + text(known) + ".",
                "moved",
                "The VIP is on another node " + text(profile.moved())
                        + " later at most; where this node or its keepalived dies, within " + text(profile.silent())
                        + ".",
                "allDown",
                weighted
                        ? "Where every apiserver fails, the VIP bounces between the nodes, since each of them loses the same weight."
                        : "Where every apiserver fails, the agent lets the holder hold (hold-when-all-down): weight 0 alone would leave no holder.");
    }

    private static String text(Duration length) {
        return TemplateData.seconds(length) + " s";
    }
}
