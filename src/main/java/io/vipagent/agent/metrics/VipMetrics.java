package io.vipagent.agent.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vipagent.core.status.VipStatus;
import io.vipagent.core.vip.HolderReport;
import io.vipagent.core.vip.HolderReport.HolderState;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerReport;
import io.vipagent.core.vip.PeerView;
import io.vipagent.core.vip.VipInconsistency;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.core.vip.VrrpBoard;
import io.vipagent.core.vip.VrrpInstanceState;
import io.vipagent.core.vip.VrrpState;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of the VIP, by the names that docs/METRICS.md explains. What is not known is NaN. Series of an interface
 * or a VRRP instance come with the first word of it, and stay; those of too many instances do not come.
 */
public final class VipMetrics {
    private static final String NOWHERE = "";
    private static final double MILLIS = 1e3;

    /** Names come from outside, and those of instances that were deleted make room for others. */
    static final int MAX_INSTANCES = 4 * VrrpBoard.MAX_INSTANCES;

    private final MeterRegistry registry;
    private final Counters counters;
    private final Supplier<VipStatus> reports;

    /** What has its series: Micrometer complains in the log of a gauge that is registered a second time. */
    private final Set<List<String>> metered = ConcurrentHashMap.newKeySet();

    private final Set<String> instances = ConcurrentHashMap.newKeySet();

    /** Meters what {@code reports} give, into {@code registry}, when it is scraped. */
    public VipMetrics(MeterRegistry registry, Supplier<VipStatus> reports) {
        this.registry = registry;
        this.counters = new Counters(registry);
        this.reports = reports;
    }

    /** Registers what is there from the start. */
    public void watch(Supplier<Number> missed, Supplier<Number> malformed) {
        reports.get().watched().forEach(this::vip);
        Gauge.builder("vip.agent.keepalived.up", () -> switch (reports.get().keepalived()) {
                    case ALIVE -> 1;
                    case FROZEN, GONE -> 0;
                    case UNKNOWN -> Double.NaN;
                })
                .description("1 while keepalived's process runs, 0 where it is frozen or gone; NaN: not known.")
                .register(registry);
        counter("vip.watch.missed", "Changes of an address that the kernel did not announce.", missed);
        counter("notify.malformed", "Words of keepalived that could not be read.", malformed);
        reports.get().peers().ifPresent(peers -> {
            peers.reports().forEach(report -> peer(report.peer()));
            reports.get().watched().forEach(this::holders);
        });
    }

    /** A VIP was seen on an interface, perhaps for the first time. */
    public void seen(VipPresence presence) {
        presence.networkInterface().ifPresent(name -> present(presence.vip(), name));
    }

    /** A VRRP instance changed its state, or was heard of for the first time; called by one thread at a time. */
    public void heard(Optional<VrrpInstanceState> before, VrrpInstanceState after) {
        if (instances.size() >= MAX_INSTANCES && !instances.contains(after.name())) {
            return;
        }
        if (instances.add(after.name())) {
            priority(after.name());
            for (VrrpState state : VrrpState.values()) {
                instance(after.name(), state);
                transitions(after.name(), state);
            }
        }
        if (before.isPresent()) {
            transitions(after.name(), after.state()).increment();
        }
    }

    private void vip(InetAddress vip) {
        present(vip, NOWHERE);
        reports.get().presence(vip).ifPresent(this::seen);
        for (VipInconsistency finding : VipInconsistency.values()) {
            if (finding != VipInconsistency.CONSISTENT) {
                gauge(
                                "vip.finding",
                                "1 while this contradiction about the VIP lasts.",
                                report ->
                                        number(report.findings(vip).stream().anyMatch(its -> its.finding() == finding)))
                        .tag("vip", vip.getHostAddress())
                        .tag("finding", finding.label())
                        .register(registry);
            }
        }
        gauge("vrrp.vip.consistent", "1 while nothing contradicts where the VIP is; NaN: not known.", report -> {
                    if (report.findings(vip).isEmpty()) {
                        return Double.NaN;
                    }
                    return number(report.findings(vip).stream()
                            .allMatch(its -> its.finding() == VipInconsistency.CONSISTENT));
                })
                .tag("vip", vip.getHostAddress())
                .register(registry);
    }

    private void present(InetAddress vip, String networkInterface) {
        if (!metered.add(List.of("present", vip.getHostAddress(), networkInterface))) {
            return;
        }
        gauge(
                        "vip.present",
                        "1 while the VIP is on this interface of this node; NaN: not known.",
                        report -> report.presence(vip)
                                .map(seen -> number(seen.networkInterface()
                                        .filter(networkInterface::equals)
                                        .isPresent()))
                                .orElse(Double.NaN))
                .tag("vip", vip.getHostAddress())
                .tag("interface", networkInterface)
                .register(registry);
    }

    private void holders(InetAddress vip) {
        gauge(
                        "vip.holders",
                        "How many nodes hold the VIP; NaN while none is known to and not every peer is known.",
                        report -> report.peers()
                                .flatMap(peers -> peers.holders().of(vip))
                                .map(VipMetrics::count)
                                .orElse(Double.NaN))
                .tag("vip", vip.getHostAddress())
                .register(registry);
    }

    private static double count(HolderReport holding) {
        return holding.seen() == HolderState.UNKNOWN
                ? Double.NaN
                : holding.names().size();
    }

    private void peer(Peer peer) {
        gauge(
                        "peer.up",
                        "1 while this peer answers as an agent does.",
                        report -> number(contact(report, peer) instanceof Reached))
                .tag("peer", peer.label())
                .register(registry);
        gauge(
                        "peer.clock.ahead",
                        "By how much the peer's clock is ahead of this node's; NaN: not known.",
                        report -> contact(report, peer) instanceof Reached reached
                                        && reached.clock().isPresent()
                                ? reached.clock().get().ahead().toMillis() / MILLIS
                                : Double.NaN)
                .baseUnit("seconds")
                .tag("peer", peer.label())
                .register(registry);
    }

    private static PeerContact contact(VipStatus report, Peer peer) {
        PeerView peers = report.peers().orElseThrow();
        PeerReport its = peers.reports().stream()
                .filter(each -> each.peer().equals(peer))
                .findFirst()
                .orElseThrow();
        return peers.believed(its);
    }

    private void priority(String name) {
        gauge(
                        "vrrp.priority",
                        "The priority that keepalived last told of the VRRP instance; NaN: not known.",
                        report -> report.vrrp().instances().stream()
                                .filter(instance -> instance.name().equals(name))
                                .flatMapToInt(instance -> instance.priority().stream())
                                .mapToDouble(priority -> priority)
                                .findFirst()
                                .orElse(Double.NaN))
                .tag("instance", name)
                .register(registry);
    }

    private void instance(String name, VrrpState state) {
        gauge(
                        "vrrp.state",
                        "1 for the state that the VRRP instance is in.",
                        report -> number(report.vrrp().instances().stream()
                                .anyMatch(instance -> instance.name().equals(name) && instance.state() == state)))
                .tag("instance", name)
                .tag("state", state.label())
                .register(registry);
    }

    private Counter transitions(String instance, VrrpState to) {
        return counters.of(
                "vrrp.transitions",
                "How often the VRRP instance changed its state.",
                "instance",
                instance,
                "to",
                to.label());
    }

    private Gauge.Builder<Supplier<Number>> gauge(String name, String help, ToDoubleFunction<VipStatus> value) {
        Supplier<Number> supplier = () -> value.applyAsDouble(reports.get());
        return Gauge.builder("vip.agent." + name, supplier).description(help);
    }

    private void counter(String name, String help, Supplier<Number> value) {
        // Micrometer holds what it asks by a weak reference: not the supplier, which nobody else holds.
        FunctionCounter.builder("vip.agent." + name, this, _ -> value.get().doubleValue())
                .description(help)
                .register(registry);
    }

    private static double number(boolean value) {
        return value ? 1 : 0;
    }
}
