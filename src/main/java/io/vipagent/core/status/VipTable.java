package io.vipagent.core.status;

import io.vipagent.core.health.HealthText;
import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerFinding;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerText;
import io.vipagent.core.vip.PeerView;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpInstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The VIP's part of the status, a line for each fact. */
final class VipTable {
    private VipTable() {}

    /** Labelled lines in the form of the status' head; none where no VIP is watched and nothing was heard. */
    static List<String> of(VipStatus report, long nowNanos) {
        List<String> lines = new ArrayList<>();
        report.watched().forEach(vip -> {
            lines.add("VIP          " + vip.getHostAddress() + " " + where(report.presence(vip)));
            report.findings(vip).stream()
                    .filter(finding -> finding.finding() != io.vipagent.core.vip.VipInconsistency.CONSISTENT)
                    .forEach(finding -> lines.add("inconsistent " + finding.line()));
        });
        for (VrrpInstanceState instance : report.vrrp().instances()) {
            lines.add("VRRP         " + instance.name() + " " + instance.state() + " for "
                    + HealthText.span(Duration.ofNanos(nowNanos - instance.sinceNanos())));
        }
        if (report.keepalived() != KeepalivedState.UNKNOWN) {
            lines.add("keepalived   " + report.keepalived().label());
        }
        report.peers().ifPresent(peers -> peers(peers, lines));
        return lines;
    }

    private static String where(Optional<VipPresence> seen) {
        return seen.map(presence -> presence.networkInterface()
                        .map(name -> "is on " + name + (presence.up() ? "" : ", which is down"))
                        .orElse("is not on this node"))
                .orElse("is unknown: the interfaces could not be read lately");
    }

    private static void peers(PeerView peers, List<String> lines) {
        peers.holders().holdings().forEach(holding -> lines.add("cluster      " + PeerText.of(holding)));
        for (PeerReport report : peers.reports()) {
            PeerContact contact = peers.believed(report);
            if (!(contact instanceof Reached)) {
                lines.add("cluster      " + PeerText.of(report.peer(), contact));
            }
        }
        peers.holders().findings().stream().map(PeerFinding::text).forEach(text -> lines.add("cluster      " + text));
    }
}
