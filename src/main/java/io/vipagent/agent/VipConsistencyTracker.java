package io.vipagent.agent;

import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.core.vip.Since;
import io.vipagent.core.vip.VipConsistency;
import io.vipagent.core.vip.VipConsistency.Observations;
import io.vipagent.core.vip.VipConsistency.Permission;
import io.vipagent.core.vip.VipFinding;
import io.vipagent.core.vip.VipInconsistency;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpView;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Remembers since when the facts about the VIP are as they are, and says once what contradicts what. */
final class VipConsistencyTracker {
    private static final VipConsistency CONSISTENCY = new VipConsistency(VipConsistency.DEFAULT_GRACE.toNanos());

    private final VipLog log;
    private final Map<InetAddress, Since<VipPresence>> seen = new HashMap<>();
    private Since<Permission> permission;
    private volatile Since<KeepalivedState> keepalived;
    private volatile List<VipFinding> findings = List.of();

    VipConsistencyTracker(VipLog log, long nowNanos) {
        this.log = log;
        this.permission = new Since<>(Permission.UNKNOWN, nowNanos);
        this.keepalived = new Since<>(KeepalivedState.UNKNOWN, nowNanos);
    }

    /** Takes the facts of this moment; called by one thread at a time. */
    synchronized void take(
            VrrpView vrrp, List<VipPresence> presences, Permission may, KeepalivedState condition, long nowNanos) {
        permission = permission.next(may, nowNanos);
        keepalived = keepalived.next(condition, nowNanos);
        List<Since<VipPresence>> since = presences.stream()
                .map(presence -> seen.merge(
                        presence.vip(),
                        new Since<>(presence, nowNanos),
                        (known, fresh) -> known.next(presence, nowNanos)))
                .toList();
        List<VipFinding> before = findings;
        findings = CONSISTENCY.judge(new Observations(vrrp, since, permission, keepalived), nowNanos);
        tell(findings, before, log::found);
        tell(before, findings, log::cleared);
    }

    KeepalivedState keepalived() {
        return keepalived.value();
    }

    List<VipFinding> findings() {
        return findings;
    }

    /** Tells of the contradictions in {@code these} that are not in {@code those}, whatever their words. */
    private static void tell(List<VipFinding> these, List<VipFinding> those, Consumer<VipFinding> listener) {
        these.stream()
                .filter(finding -> finding.finding() != VipInconsistency.CONSISTENT)
                .filter(finding -> those.stream()
                        .noneMatch(other -> other.vip().equals(finding.vip()) && other.finding() == finding.finding()))
                .forEach(listener);
    }
}
