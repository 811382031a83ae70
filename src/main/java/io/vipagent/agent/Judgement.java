package io.vipagent.agent;

import io.vipagent.vip.Consistency;
import io.vipagent.vip.Consistency.Facts;
import io.vipagent.vip.Consistency.Permission;
import io.vipagent.vip.Finding;
import io.vipagent.vip.KeepalivedCondition;
import io.vipagent.vip.Sighting;
import io.vipagent.vip.Since;
import io.vipagent.vip.VipFinding;
import io.vipagent.vip.VrrpView;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Remembers since when the facts about the VIP are as they are, and says once what contradicts what. */
final class Judgement {
    private static final Consistency CONSISTENCY = new Consistency(Consistency.DEFAULT_GRACE.toNanos());

    private final VipLog log;
    private final Map<InetAddress, Since<Sighting>> seen = new HashMap<>();
    private Since<Permission> permission;
    private volatile Since<KeepalivedCondition> keepalived;
    private volatile List<VipFinding> findings = List.of();

    Judgement(VipLog log, long nowNanos) {
        this.log = log;
        this.permission = new Since<>(Permission.UNKNOWN, nowNanos);
        this.keepalived = new Since<>(KeepalivedCondition.UNKNOWN, nowNanos);
    }

    /** Takes the facts of this moment; called by one thread at a time. */
    synchronized void take(
            VrrpView vrrp, List<Sighting> sightings, Permission may, KeepalivedCondition condition, long nowNanos) {
        permission = permission.next(may, nowNanos);
        keepalived = keepalived.next(condition, nowNanos);
        List<Since<Sighting>> since = sightings.stream()
                .map(sighting -> seen.merge(
                        sighting.vip(),
                        new Since<>(sighting, nowNanos),
                        (known, fresh) -> known.next(sighting, nowNanos)))
                .toList();
        List<VipFinding> before = findings;
        findings = CONSISTENCY.judge(new Facts(vrrp, since, permission, keepalived), nowNanos);
        tell(findings, before, log::found);
        tell(before, findings, log::cleared);
    }

    KeepalivedCondition keepalived() {
        return keepalived.value();
    }

    List<VipFinding> findings() {
        return findings;
    }

    /** Tells of the contradictions in {@code these} that are not in {@code those}, whatever their words. */
    private static void tell(List<VipFinding> these, List<VipFinding> those, Consumer<VipFinding> listener) {
        these.stream()
                .filter(finding -> finding.finding() != Finding.CONSISTENT)
                .filter(finding -> those.stream()
                        .noneMatch(other -> other.vip().equals(finding.vip()) && other.finding() == finding.finding()))
                .forEach(listener);
    }
}
