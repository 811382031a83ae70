package io.vipagent.tools.init.cluster;

import java.time.Duration;

/** The times in Prometheus' rules, which follow from the profile. */
public final class MonitoringTimes {
    /** The agents' question through the VIP: its interval and its timeout. */
    static final Duration VIP_PROBE_INTERVAL = Duration.ofSeconds(1);

    /** From scrape to scrape, as the monitors and the job have it, and one more for the evaluation. */
    private static final Duration SCRAPES = Duration.ofSeconds(30);

    private MonitoringTimes() {}

    /**
     * Returns the longest takeover that the profile promises: of a fault that the agent finds, or of a holder that
     * dies.
     */
    public static Duration promised(Cluster cluster) {
        Profile profile = cluster.profile();
        SetUp setUp = cluster.setUp();
        if (!setUp.keepalived()) {
            return Duration.ofSeconds(profile.lease().duration());
        }
        Duration found = profile.known(setUp.haproxy() ? profile.frontend() : profile.local(setUp))
                .plus(cluster.moved());
        return found.compareTo(cluster.silent()) > 0 ? found : cluster.silent();
    }

    /** Returns when a takeover is over, and was scraped: whole minutes. */
    static Duration settle(Cluster cluster) {
        Duration whole = promised(cluster).plus(SCRAPES);
        return Duration.ofMinutes(whole.plusMinutes(1).minusNanos(1).toMinutes());
    }

    /** Returns how long a gap is that lasts longer than promised, by more than the agent's own question can add. */
    static Duration gap(Cluster cluster) {
        return promised(cluster).plus(VIP_PROBE_INTERVAL.multipliedBy(2));
    }

    /** Returns how long a gap is that is no takeover any more. */
    static Duration outage(Cluster cluster) {
        return promised(cluster).multipliedBy(2).plus(Duration.ofSeconds(10));
    }
}
