package io.vipagent.core.status;

import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.core.vip.PeerView;
import io.vipagent.core.vip.VipFinding;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpView;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the VIPs are, what VRRP and the peers say of them, and whether all that agrees.
 *
 * @param watched the VIPs of the configuration
 * @param presences how this node sees them; empty where no look succeeded lately: then it is not known
 * @param findings at least one on each presence
 * @param peers empty where none are configured
 */
public record VipStatus(
        List<InetAddress> watched,
        List<VipPresence> presences,
        VrrpView vrrp,
        KeepalivedState keepalived,
        List<VipFinding> findings,
        Optional<PeerView> peers) {
    public VipStatus {
        watched = List.copyOf(watched);
        presences = List.copyOf(presences);
        findings = List.copyOf(findings);
    }

    /** Returns how this node sees {@code vip}, if that is known. */
    public Optional<VipPresence> presence(InetAddress vip) {
        return presences.stream().filter(presence -> presence.vip().equals(vip)).findFirst();
    }

    /** Returns whether this node holds every VIP that is watched, and any is. */
    public boolean heldHere() {
        return !watched.isEmpty() && watched.stream().allMatch(this::held);
    }

    /** Returns the same in words. */
    public String holding() {
        if (watched.isEmpty()) {
            return "not known: no vip is configured";
        }
        if (presences.isEmpty()) {
            return "not known: no look at this node's addresses has succeeded lately";
        }
        return watched.stream()
                .map(vip -> (held(vip) ? "holds " : "does not hold ") + vip.getHostAddress())
                .collect(Collectors.joining(", "));
    }

    private boolean held(InetAddress vip) {
        return presence(vip).filter(VipPresence::held).isPresent();
    }

    /** Returns what was found on {@code vip}. */
    public List<VipFinding> findings(InetAddress vip) {
        return findings.stream().filter(finding -> finding.vip().equals(vip)).toList();
    }
}
