package io.vipagent.agent;

import io.vipagent.agent.peers.PeerListener;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.text.LineLimit;
import io.vipagent.core.vip.HolderReport;
import io.vipagent.core.vip.HolderReport.HolderState;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerFinding;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerText;
import io.vipagent.core.vip.VipFinding;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpBoard;
import io.vipagent.core.vip.VrrpInstanceState;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Logs one line for each change of where the VIP is, what VRRP says of it and what the peers say, and keeps it in the
 * history. More than {@value #MAX_CHANGES} changes of a VRRP instance in a minute are no more than a number and the last.
 */
final class VipLog implements PeerListener {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    /** A node that loses and gets its VIP as fast as VRRP can has half of them. */
    static final int MAX_CHANGES = 60;

    private final HistoryLog history;
    private final LineLimit<VrrpInstanceState> limit =
            new LineLimit<>(MAX_CHANGES, VrrpBoard.MAX_INSTANCES, LimitedLog.INTERVAL);

    VipLog(HistoryLog history) {
        this.history = history;
    }

    void seen(VipPresence before, VipPresence after) {
        history.seen(after);
        String vip = "VIP " + after.vip().getHostAddress();
        if (after.networkInterface().isEmpty()) {
            LOG.info(vip + " left " + before.networkInterface().orElse("this node"));
        } else {
            LOG.log(
                    after.up() ? Level.INFO : Level.WARN,
                    vip + " is on " + after.networkInterface().get() + (after.up() ? "" : ", which is down"));
        }
    }

    /** Whoever writes into keepalived's FIFO must not fill the log and the history: see {@link #tellOmitted}. */
    void heard(Optional<VrrpInstanceState> before, VrrpInstanceState after, long nowNanos) {
        if (!limit.admits(after.name(), after, nowNanos)) {
            return;
        }
        history.heard(after);
        String was = before.map(old -> ", was " + old.state() + " for "
                        + HealthText.span(Duration.ofNanos(Math.max(0, after.sinceNanos() - old.sinceNanos()))))
                .orElse("");
        LOG.info("VRRP " + after.name() + " is " + after.state() + was);
    }

    /** Says how many changes were left out, and the last of them, of what was over by {@code nanos}. */
    void tellOmitted(long nanos) {
        limit.endIntervals(nanos).forEach(omitted -> {
            VrrpInstanceState last = omitted.last();
            history.heard(last);
            LOG.warn("VRRP: " + omitted.number() + " more changes in a minute were not logged; the last: " + last.name()
                    + " is " + last.state());
        });
    }

    void found(VipFinding finding) {
        history.inconsistent(finding);
        LOG.warn("VIP inconsistent (" + finding.finding().label() + "): " + finding.line());
    }

    void cleared(VipFinding finding) {
        history.consistent(finding);
        LOG.info("VIP no longer inconsistent (" + finding.finding().label() + "): "
                + finding.vip().getHostAddress());
    }

    @Override
    public void turned(PeerReport before, PeerReport after, Duration lasted) {
        history.turned(before, after, lasted);
        LOG.log(
                after.contact() instanceof Reached ? Level.INFO : Level.WARN,
                PeerText.of(after.peer(), after.contact()));
    }

    @Override
    public void held(Optional<HolderReport> before, HolderReport after) {
        history.held(before, after);
        LOG.log(after.word() == HolderState.ONE ? Level.INFO : Level.WARN, "cluster: " + PeerText.of(after));
    }

    @Override
    public void found(PeerFinding finding) {
        LOG.warn("peers: " + finding.text());
    }

    @Override
    public void cleared(PeerFinding finding) {
        LOG.info("peers: no longer so: " + finding.text());
    }
}
