package io.vipagent.tools.doctor.rules.keepalived;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.wire.Protocol;
import io.vipagent.tools.conf.keepalived.VirtualAddress;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.AgentFacts.AskedPeer;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.facts.WireFacts.Heard;
import io.vipagent.tools.doctor.rules.Finding;
import io.vipagent.tools.doctor.rules.FindingId;
import io.vipagent.tools.doctor.rules.Rule;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules look whether somebody answers for a VIP who is none of the nodes; silent where that cannot be known. */
public final class VipHolderRules implements Rule {
    /** What every virtual router's own hardware address begins with (RFC 5798, section 7.3). */
    private static final String VIRTUAL_HARDWARE_PREFIX = "00:00:5e:00:0";

    /** What is said of one address that somebody answers for: a finding, or why there can be none. */
    private record VipResult(Optional<Finding> finding, Optional<Skipped> skipped) {}

    @Override
    public Stream<Finding> check(Facts facts) {
        return judge(facts).flatMap(judgement -> judgement.finding().stream());
    }

    /** Returns the addresses of which it cannot be known, because not all that could hold them are known. */
    public static Stream<Skipped> unsure(Facts facts) {
        return judge(facts).flatMap(judgement -> judgement.skipped().stream());
    }

    private static Stream<VipResult> judge(Facts facts) {
        return facts.own()
                .flatMap(conf -> conf.instances().stream()
                        .flatMap(instance ->
                                instance.addresses().stream().flatMap(vip -> judge(facts, instance, vip).stream())));
    }

    private static Optional<VipResult> judge(Facts facts, VrrpInstance instance, VirtualAddress vip) {
        return IpAddresses.literal(vip.address())
                .filter(address -> !facts.addresses().has(address))
                .flatMap(address -> Optional.ofNullable(
                                facts.wire().neighbours().get(address))
                        .filter(hardware -> !isOurRouters(instance, hardware))
                        .map(hardware -> stranger(facts, instance, address, hardware)
                                .map(who -> taken(vip, hardware, who))
                                .orElseGet(() -> new VipResult(Optional.empty(), unsure(facts, vip, hardware)))));
    }

    private static VipResult taken(VirtualAddress vip, String hardware, String who) {
        return new VipResult(
                Optional.of(Finding.at(
                        FindingId.VIP_TAKEN,
                        vip.at(),
                        vip.address() + " was answered for by " + hardware + ", " + who,
                        "an address that nobody has, or find the host: ip neigh show " + vip.address())),
                Optional.empty());
    }

    private static Optional<Skipped> unsure(Facts facts, VirtualAddress vip, String hardware) {
        boolean known = hardware(facts, facts.addresses().others()).contains(hardware);
        return known || !facts.wire().listened().isEmpty()
                ? Optional.empty()
                : Optional.of(new Skipped(
                        "whether a stranger has " + vip.address(),
                        hardware
                                + " answers for it, and not every node is known: run as root to hear "
                                + "who advertises it"));
    }

    private static boolean isOurRouters(VrrpInstance instance, String hardware) {
        return hardware.startsWith(VIRTUAL_HARDWARE_PREFIX)
                && instance.routerId()
                        .filter(id -> id.matches("[0-9]{1,3}"))
                        .map(id -> Protocol.hardwareAddress(Integer.parseInt(id), instance.isIpv6()))
                        .filter(own -> !own.equals(hardware))
                        .isEmpty();
    }

    /** Returns how it is known that {@code hardware} is a stranger's; none where it is a node's, or may be. */
    private static Optional<String> stranger(Facts facts, VrrpInstance instance, InetAddress vip, String hardware) {
        Set<InetAddress> nodes = facts.addresses().others();
        Optional<Adverts> adverts = Adverts.of(facts, instance).filter(Adverts::longEnough);
        List<InetAddress> senders = adverts.stream()
                .flatMap(all -> all.ours().stream())
                .map(Heard::source)
                .toList();
        Set<String> known = new HashSet<>(hardware(facts, nodes));
        known.addAll(hardware(facts, senders));
        if (known.contains(hardware)) {
            return Optional.empty();
        }
        if ((!nodes.isEmpty() && isKnown(facts, nodes)) || deny(facts.agent().peers(), vip)) {
            return Optional.of("which is none of the nodes");
        }
        return adverts.filter(all -> isKnown(facts, senders))
                .map(all -> senders.isEmpty()
                        ? "and nobody advertises it"
                        : "which is not who advertises it: "
                                + senders.getFirst().getHostAddress());
    }

    private static Set<String> hardware(Facts facts, Collection<InetAddress> addresses) {
        return addresses.stream()
                .map(address -> facts.wire().neighbours().get(address))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static boolean isKnown(Facts facts, Collection<InetAddress> addresses) {
        return facts.wire().neighbours().keySet().containsAll(addresses);
    }

    /** Returns whether every agent was reached, watches the VIP and does not have it. */
    private static boolean deny(List<AskedPeer> peers, InetAddress vip) {
        return !peers.isEmpty()
                && peers.stream()
                        .allMatch(peer -> Boolean.FALSE.equals(peer.vips().get(vip)));
    }
}
