package io.vipagent.core.status;

import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.HealthText;
import io.vipagent.core.health.TargetHealth;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.history.HistoryEvent;
import io.vipagent.core.status.NodeRow.Holding;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.vip.HolderReport;
import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.core.vip.NodeDetails;
import io.vipagent.core.vip.NodeDetails.TargetWord;
import io.vipagent.core.vip.NodeDetails.VrrpWord;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerFinding;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerStatus;
import io.vipagent.core.vip.PeerText;
import io.vipagent.core.vip.PeerView;
import io.vipagent.core.vip.VipInconsistency;
import io.vipagent.core.vip.VipPresence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The cluster as one agent sees it, for the status page, {@code status --cluster} and {@code top}: its own node first,
 * then its peers in the order of the configuration.
 *
 * @param time this node's wall clock
 * @param node this node
 * @param version of this agent
 * @param vips who holds each virtual IP, in words
 * @param problems what is wrong, in words; the worst first
 */
public record ClusterView(
        Instant time, String node, String version, List<NodeRow> nodes, List<String> vips, List<Problem> problems) {
    /** An apiserver's certificate that has fewer days left is worth a word: kubeadm's renewals come long before. */
    static final int MIN_CERTIFICATE_DAYS = 14;

    public ClusterView {
        nodes = List.copyOf(nodes);
        vips = List.copyOf(vips);
        problems = List.copyOf(problems);
    }

    /**
     * Something that is wrong.
     *
     * @param severe whether clients may suffer; else it wants a look
     */
    public record Problem(boolean severe, String text) {}

    /** Returns the cluster by {@code status}, with what {@code history}, oldest first, says of takeovers. */
    public static ClusterView of(AgentStatus status, List<HistoryEvent> history) {
        List<NodeRow> rows = new ArrayList<>();
        rows.add(own(status, history));
        status.vip()
                .peers()
                .ifPresent(peers -> peers.reports().stream()
                        .map(report -> peer(report, peers, history))
                        .filter(row -> !row.name().equals(status.node()))
                        .forEach(rows::add));
        return new ClusterView(
                status.time(), status.node(), status.version(), rows, vips(status), problems(status, rows));
    }

    /** Returns what {@code status} says of its own node, as its peers read it. */
    public static NodeDetails details(AgentStatus status) {
        HealthSnapshot view = status.view();
        List<TargetWord> targets = new ArrayList<>();
        Optional<Instant> end = Optional.empty();
        for (TargetSnapshot snapshot : view.snapshots()) {
            TargetHealth health = snapshot.health(view.nanos());
            if (health.role() == TargetRole.LOCAL || health.role() == TargetRole.FRONTEND) {
                targets.add(new TargetWord(
                        health.target(),
                        health.role().label(),
                        HealthText.state(health),
                        HealthText.line(health.answer())));
            }
            Optional<Instant> its = snapshot.certificate().map(certificate -> certificate.notAfter());
            if (health.role() == TargetRole.LOCAL
                    && its.isPresent()
                    && (end.isEmpty() || its.get().isBefore(end.get()))) {
                end = its;
            }
        }
        return new NodeDetails(
                status.version(),
                view.decision().label(),
                HealthText.line(view.decision().answer()),
                status.vip().vrrp().instances().stream()
                        .map(instance ->
                                new VrrpWord(instance.name(), instance.state().name(), instance.priority()))
                        .toList(),
                status.vip().keepalived().label(),
                targets,
                end);
    }

    private static NodeRow own(AgentStatus status, List<HistoryEvent> history) {
        VipStatus vip = status.vip();
        Holding holder = vip.presences().isEmpty()
                ? Holding.UNKNOWN
                : holding(vip.presences().stream()
                        .anyMatch(presence -> presence.networkInterface().isPresent()));
        return new NodeRow(
                status.node(),
                Optional.empty(),
                true,
                "",
                holder,
                details(status),
                Optional.empty(),
                Optional.empty(),
                lastTakeover(status.node(), history));
    }

    private static NodeRow peer(PeerReport report, PeerView peers, List<HistoryEvent> history) {
        String url = report.peer().label();
        PeerContact believed = peers.believed(report);
        if (!(believed instanceof Reached reached)) {
            String name =
                    report.contact() instanceof Reached last ? last.status().node() : url;
            return new NodeRow(
                    name,
                    Optional.of(url),
                    false,
                    PeerText.of(report.peer(), believed),
                    Holding.UNKNOWN,
                    NodeDetails.UNKNOWN,
                    Optional.empty(),
                    Optional.empty(),
                    lastTakeover(name, history));
        }
        PeerStatus status = reached.status();
        return new NodeRow(
                status.node(),
                Optional.of(url),
                true,
                "",
                holding(status.vips().containsValue(true)),
                status.details().decision().isEmpty() ? plain(status) : status.details(),
                reached.clock().map(clock -> clock.ahead()),
                reached.clock().map(clock -> clock.uncertainty()),
                lastTakeover(status.node(), history));
    }

    /** An agent that does not say more says at least this. */
    private static NodeDetails plain(PeerStatus status) {
        NodeDetails its = status.details();
        return new NodeDetails(
                its.version(),
                status.mayHoldVip() ? "granted" : "denied",
                its.why(),
                its.vrrp(),
                its.keepalived(),
                its.targets(),
                its.certificateEnd());
    }

    private static Holding holding(boolean holds) {
        return holds ? Holding.YES : Holding.NO;
    }

    private static Optional<Instant> lastTakeover(String node, List<HistoryEvent> history) {
        return HolderTimeline.of(history).stream()
                .filter(span -> span.node().equals(node))
                .map(HolderTimeline::from)
                .max(Comparator.naturalOrder());
    }

    private static List<String> vips(AgentStatus status) {
        VipStatus vip = status.vip();
        if (vip.peers().isPresent()) {
            return vip.peers().get().holders().holdings().stream()
                    .map(PeerText::of)
                    .toList();
        }
        return vip.watched().stream()
                .map(address -> address.getHostAddress() + where(vip.presence(address)))
                .toList();
    }

    private static String where(Optional<VipPresence> seen) {
        return seen.map(presence -> presence.networkInterface()
                        .map(name -> " is on " + name)
                        .orElse(" is not on this node"))
                .orElse(" is unknown");
    }

    private static List<Problem> problems(AgentStatus status, List<NodeRow> rows) {
        Set<String> severe = new LinkedHashSet<>();
        Set<String> other = new LinkedHashSet<>();
        VipStatus vip = status.vip();
        if (vip.peers().isPresent()) {
            for (HolderReport holding : vip.peers().get().holders().holdings()) {
                switch (holding.word()) {
                    case NONE, SEVERAL -> severe.add(PeerText.of(holding));
                    case UNKNOWN, MOVING -> other.add(PeerText.of(holding));
                    case ONE -> {}
                }
            }
        }
        if (status.view().noneServes()) {
            severe.add("none of the apiservers that are known serves");
        }
        for (NodeRow row : rows) {
            if (!row.answers()) {
                other.add(row.contact());
            } else if (row.decision().equals("denied")) {
                (row.holder() == Holding.YES ? severe : other)
                        .add(row.name()
                                + (row.holder() == Holding.YES
                                        ? " holds the VIP and may not: "
                                        : " may not hold the VIP: ")
                                + row.details().why());
            } else if (!row.decision().equals("granted")) {
                other.add(row.name() + " " + row.details().why());
            }
            other.addAll(row.troubles());
            if (List.of(KeepalivedState.FROZEN.label(), KeepalivedState.GONE.label())
                    .contains(row.details().keepalived())) {
                severe.add(row.name() + ": keepalived is " + row.details().keepalived());
            }
            certificate(row, status.time(), severe, other);
        }
        vip.findings().stream()
                .filter(finding -> finding.finding() != VipInconsistency.CONSISTENT)
                .forEach(finding -> severe.add(status.node() + ": " + finding.line()));
        vip.peers()
                .ifPresent(peers -> peers.holders().findings().stream()
                        .map(PeerFinding::text)
                        .forEach(other::add));
        versions(rows).ifPresent(other::add);
        List<Problem> problems = new ArrayList<>();
        severe.forEach(text -> problems.add(new Problem(true, text)));
        other.stream().filter(text -> !severe.contains(text)).forEach(text -> problems.add(new Problem(false, text)));
        return problems;
    }

    private static void certificate(NodeRow row, Instant now, Set<String> severe, Set<String> other) {
        row.certificateDays(now).ifPresent(days -> {
            if (days < 0) {
                severe.add(row.name() + ": the certificate of its apiserver has expired");
            } else if (days < MIN_CERTIFICATE_DAYS) {
                other.add(row.name() + ": the certificate of its apiserver expires in "
                        + HealthText.span(Duration.between(
                                now, row.details().certificateEnd().orElse(now))));
            }
        });
    }

    private static Optional<String> versions(List<NodeRow> rows) {
        Set<String> versions = new TreeSet<>();
        rows.stream()
                .filter(NodeRow::answers)
                .map(row -> row.details().version())
                .filter(version -> !version.isEmpty())
                .forEach(versions::add);
        return versions.size() > 1
                ? Optional.of("the agents have different versions: " + String.join(", ", versions))
                : Optional.empty();
    }
}
