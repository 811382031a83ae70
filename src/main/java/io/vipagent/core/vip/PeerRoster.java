package io.vipagent.core.vip;

import io.vipagent.core.health.Freshness;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerFinding.PeerProblem;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes spoke, each once however many URLs lead to it.
 *
 * @param answers by the node's name, without this node's
 * @param unknown the URLs of those of which nothing is believed
 */
record PeerRoster(Map<String, PeerAnswer> answers, List<String> unknown, List<PeerFinding> findings) {
    /**
     * What one node says.
     *
     * @param url of the first peer that gives this name
     * @param vips each address that it watches, and whether it has it
     */
    record PeerAnswer(String url, Map<InetAddress, Boolean> vips, Reached reached) {}

    /** Returns the roster of {@code reports} at {@code nowNanos}, as the node {@code own} sees it. */
    static PeerRoster of(String own, List<PeerReport> reports, Freshness freshness, long nowNanos) {
        Map<String, PeerAnswer> answers = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        List<PeerFinding> findings = new ArrayList<>();
        for (PeerReport report : reports) {
            String url = report.peer().label();
            if (!(report.believed(freshness, nowNanos) instanceof Reached reached)) {
                unknown.add(url);
                continue;
            }
            String node = reached.status().node();
            PeerAnswer first = answers.get(node);
            if (node.equals(own)) {
                findings.add(new PeerFinding(
                        PeerProblem.OWN_NAME, url, url + " answers as " + node + ", which is this node"));
            } else if (first == null) {
                answers.put(node, new PeerAnswer(url, reached.status().vips(), reached));
            } else {
                answers.put(
                        node,
                        new PeerAnswer(
                                first.url(),
                                either(first.vips(), reached.status().vips()),
                                first.reached()));
                findings.add(new PeerFinding(
                        PeerProblem.SAME_NAME, url, url + " answers as " + node + ", as does " + first.url()));
            }
        }
        return new PeerRoster(answers, unknown, findings);
    }

    /** Asked at different moments, the two may differ: what one of them has is there. */
    private static Map<InetAddress, Boolean> either(Map<InetAddress, Boolean> one, Map<InetAddress, Boolean> other) {
        Map<InetAddress, Boolean> both = new HashMap<>(one);
        other.forEach((vip, present) -> both.merge(vip, present, Boolean::logicalOr));
        return both;
    }
}
