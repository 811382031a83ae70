package io.vipagent.core.vip;

import io.vipagent.core.vip.HolderReport.HolderState;
import io.vipagent.core.vip.PeerFinding.PeerProblem;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who holds each VIP of this node, across the cluster, and what is odd about the peers.
 *
 * @param holdings in the order in which this node watches them
 */
public record Holders(List<HolderReport> holdings, List<PeerFinding> findings) {
    /** What is known before the first judgement. */
    public static final Holders NONE_JUDGED = new Holders(List.of(), List.of());

    public Holders {
        holdings = List.copyOf(holdings);
        findings = List.copyOf(findings);
    }

    /**
     * Returns whether {@code other} names the same holders of the same VIPs; what is odd about peers is another matter.
     */
    public boolean saysSameAs(Holders other) {
        if (holdings.size() != other.holdings.size()) {
            return false;
        }
        for (int i = 0; i < holdings.size(); i++) {
            if (!holdings.get(i).vip().equals(other.holdings.get(i).vip())
                    || !holdings.get(i).saysSameAs(other.holdings.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the report on {@code vip}, if this node watches it. */
    public Optional<HolderReport> of(InetAddress vip) {
        return holdings.stream().filter(holding -> holding.vip().equals(vip)).findFirst();
    }

    /**
     * Returns the judgement at {@code nowNanos}.
     *
     * @param own what this node sees of its own interfaces
     * @param reports of all peers
     * @param before the judgement before, which knows since when things are seen as they are
     */
    public static Holders judge(
            HolderRule rule, List<VipPresence> own, List<PeerReport> reports, Holders before, long nowNanos) {
        PeerRoster roster = PeerRoster.of(rule.node(), reports, rule.freshness(), nowNanos);
        List<PeerFinding> findings = new ArrayList<>(roster.findings());
        List<HolderReport> holdings = new ArrayList<>();
        watched(own).forEach((vip, here) -> {
            TreeSet<String> names = new TreeSet<>();
            List<String> unknown = new ArrayList<>(roster.unknown());
            if (here) {
                names.add(rule.node());
            }
            roster.answers().forEach((node, answer) -> {
                Boolean there = answer.vips().get(vip);
                if (there == null) {
                    unknown.add(node);
                    findings.add(notWatched(node, answer.url(), vip));
                } else if (there) {
                    names.add(node);
                }
            });
            HolderState seen = HolderReport.seen(names.size(), unknown.size());
            long since = before.of(vip)
                    .filter(last -> last.seen() == seen)
                    .map(HolderReport::sinceNanos)
                    .orElse(nowNanos);
            HolderState word = HolderReport.said(seen, Duration.ofNanos(nowNanos - since), rule.grace());
            holdings.add(new HolderReport(vip, word, List.copyOf(names), List.copyOf(unknown), seen, since));
        });
        findings.addAll(ClockCheck.findings(roster.answers(), before.findings()));
        return new Holders(holdings, findings);
    }

    private static Map<InetAddress, Boolean> watched(List<VipPresence> own) {
        Map<InetAddress, Boolean> watched = new LinkedHashMap<>();
        own.forEach(presence ->
                watched.merge(presence.vip(), presence.networkInterface().isPresent(), Boolean::logicalOr));
        return watched;
    }

    private static PeerFinding notWatched(String node, String url, InetAddress vip) {
        String address = vip.getHostAddress();
        return new PeerFinding(
                PeerProblem.NOT_WATCHED, url + " " + address, node + " (" + url + ") does not watch " + address);
    }
}
