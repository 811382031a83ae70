package io.vipagent.status;

import io.vipagent.peers.Contact;
import io.vipagent.peers.Contact.Reached;
import io.vipagent.peers.Finding;
import io.vipagent.peers.PeerLines;
import io.vipagent.peers.PeerReport;
import io.vipagent.peers.PeerView;
import io.vipagent.vip.KeepalivedCondition;
import io.vipagent.vip.Sighting;
import io.vipagent.vip.VrrpInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The VIP's part of the status, a line for each fact. */
final class VipTable {
    private VipTable() {}

    /** Labelled lines in the form of the status' head; none where no VIP is watched and nothing was heard. */
    static List<String> of(VipReport report, long nowNanos) {
        List<String> lines = new ArrayList<>();
        report.watched().forEach(vip -> {
            lines.add("VIP          " + vip.getHostAddress() + " " + where(report.sighting(vip)));
            report.findings(vip).stream()
                    .filter(finding -> finding.finding() != io.vipagent.vip.Finding.CONSISTENT)
                    .forEach(finding -> lines.add("inconsistent " + finding.line()));
        });
        for (VrrpInstance instance : report.vrrp().instances()) {
            lines.add("VRRP         " + instance.name() + " " + instance.state() + " for "
                    + Words.span(Duration.ofNanos(nowNanos - instance.sinceNanos())));
        }
        if (report.keepalived() != KeepalivedCondition.UNKNOWN) {
            lines.add("keepalived   " + report.keepalived().label());
        }
        report.peers().ifPresent(peers -> peers(peers, lines));
        return lines;
    }

    private static String where(Optional<Sighting> seen) {
        return seen.map(sighting -> sighting.networkInterface()
                        .map(name -> "is on " + name + (sighting.up() ? "" : ", which is down"))
                        .orElse("is not on this node"))
                .orElse("is unknown: the interfaces could not be read of late");
    }

    private static void peers(PeerView peers, List<String> lines) {
        peers.holders().holdings().forEach(holding -> lines.add("cluster      " + PeerLines.of(holding)));
        for (PeerReport report : peers.reports()) {
            Contact contact = peers.believed(report);
            if (!(contact instanceof Reached)) {
                lines.add("cluster      " + PeerLines.of(report.peer(), contact));
            }
        }
        peers.holders().findings().stream().map(Finding::text).forEach(text -> lines.add("cluster      " + text));
    }
}
