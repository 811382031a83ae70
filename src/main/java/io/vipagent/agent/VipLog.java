package io.vipagent.agent;

import io.vipagent.peers.Contact.Reached;
import io.vipagent.peers.Finding;
import io.vipagent.peers.Holding;
import io.vipagent.peers.Holding.Word;
import io.vipagent.peers.PeerLines;
import io.vipagent.peers.PeerListener;
import io.vipagent.peers.PeerReport;
import io.vipagent.status.Words;
import io.vipagent.vip.Sighting;
import io.vipagent.vip.VipFinding;
import io.vipagent.vip.VrrpInstance;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** One line for each change of where the VIP is, what VRRP says of it and what the peers say. */
final class VipLog implements PeerListener {
    private static final Logger LOG = Logger.getLogger("vip-agent");

    void seen(Sighting before, Sighting after) {
        String vip = "VIP " + after.vip().getHostAddress();
        if (after.networkInterface().isEmpty()) {
            LOG.info(vip + " left " + before.networkInterface().orElse("this node"));
        } else {
            LOG.log(
                    after.up() ? Level.INFO : Level.WARN,
                    vip + " is on " + after.networkInterface().get() + (after.up() ? "" : ", which is down"));
        }
    }

    void heard(Optional<VrrpInstance> before, VrrpInstance after) {
        String was = before.map(old -> ", was " + old.state() + " for "
                        + Words.span(Duration.ofNanos(Math.max(0, after.sinceNanos() - old.sinceNanos()))))
                .orElse("");
        LOG.info("VRRP " + after.name() + " is " + after.state() + was);
    }

    void found(VipFinding finding) {
        LOG.warn("VIP inconsistent (" + finding.finding().label() + "): " + finding.line());
    }

    void cleared(VipFinding finding) {
        LOG.info("VIP no longer inconsistent (" + finding.finding().label() + "): "
                + finding.vip().getHostAddress());
    }

    @Override
    public void turned(PeerReport before, PeerReport after, Duration lasted) {
        LOG.log(
                after.contact() instanceof Reached ? Level.INFO : Level.WARN,
                PeerLines.of(after.peer(), after.contact()));
    }

    @Override
    public void held(Optional<Holding> before, Holding after) {
        LOG.log(after.word() == Word.ONE ? Level.INFO : Level.WARN, "cluster: " + PeerLines.of(after));
    }

    @Override
    public void found(Finding finding) {
        LOG.warn("peers: " + finding.text());
    }

    @Override
    public void cleared(Finding finding) {
        LOG.info("peers: no longer so: " + finding.text());
    }
}
