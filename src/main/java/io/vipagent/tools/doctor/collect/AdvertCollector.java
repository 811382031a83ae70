package io.vipagent.tools.doctor.collect;

import io.vipagent.core.wire.AdvertReader;
import io.vipagent.core.wire.NoAdvert;
import io.vipagent.core.wire.Protocol;
import io.vipagent.platform.linux.RawSocket;
import io.vipagent.platform.linux.RawSocket.Packet;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import io.vipagent.tools.conf.keepalived.VrrpInstance;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.facts.WireFacts.Heard;
import io.vipagent.tools.doctor.facts.WireFacts.Listened;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Listens for advertisements on the interfaces of this node's instances, on all of them at once. Sends nothing. */
final class AdvertCollector {
    private static final Duration SLICE = Duration.ofMillis(50);
    private static final int MAX_AT_ONCE = 1000;
    private static final int MAX_KEPT = 10_000;

    private final Ticker ticker;
    private final Duration length;
    private final Consumer<Skipped> unchecked;
    private final Set<Skipped> complaints = new LinkedHashSet<>();

    AdvertCollector(Ticker ticker, Duration length, Consumer<Skipped> unchecked) {
        this.ticker = ticker;
        this.length = length;
        this.unchecked = unchecked;
    }

    /** A place to listen. */
    private record Ear(String network, boolean ipv6, RawSocket socket, List<Heard> heard) {}

    List<Listened> listen(Facts facts) {
        List<Ear> ears = length.isZero() ? List.of() : ears(facts);
        try {
            Deadline deadline = Deadline.in(ticker, length);
            while (!ears.isEmpty() && deadline.nanosLeft() > 0) {
                ears.forEach(ear -> drain(facts, ear));
                ears.getFirst().socket().next(SLICE).ifPresent(packet -> take(facts, ears.getFirst(), packet));
            }
        } finally {
            ears.forEach(ear -> ear.socket().close());
        }
        complaints.forEach(unchecked);
        return ears.stream()
                .map(ear -> new Listened(ear.network(), ear.ipv6(), length, List.copyOf(ear.heard())))
                .toList();
    }

    private List<Ear> ears(Facts facts) {
        List<Ear> ears = new ArrayList<>();
        Set<String> places = new LinkedHashSet<>();
        facts.keepalived().stream()
                .limit(1)
                .flatMap(conf -> conf.instances().stream())
                .forEach(instance -> instance.interfaceName()
                        .filter(name -> places.add(name + instance.isIpv6()))
                        .flatMap(name -> ear(name, instance))
                        .ifPresent(ears::add));
        return ears;
    }

    private Optional<Ear> ear(String name, VrrpInstance instance) {
        boolean ipv6 = instance.isIpv6();
        String subject = "advertisements of others on " + name;
        try {
            NetworkInterface network = NetworkInterface.getByName(name);
            if (network == null) {
                unchecked.accept(new Skipped(subject, "there is no such interface"));
                return Optional.empty();
            }
            InetAddress group = InetAddress.ofLiteral(ipv6 ? Protocol.GROUP_IPV6 : Protocol.GROUP_IPV4);
            return RawSocket.open(
                            network,
                            group,
                            Protocol.VRRP,
                            why -> unchecked.accept(new Skipped(subject, "run as root to hear them: " + why)))
                    .map(socket -> new Ear(name, ipv6, socket, new ArrayList<>()));
        } catch (SocketException e) {
            unchecked.accept(new Skipped(subject, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** As many as a flood leaves time for. */
    private void drain(Facts facts, Ear ear) {
        for (int i = 0; i < MAX_AT_ONCE; i++) {
            Optional<Packet> packet = ear.socket().next(Duration.ZERO);
            if (packet.isEmpty()) {
                return;
            }
            take(facts, ear, packet.get());
        }
    }

    private void take(Facts facts, Ear ear, Packet packet) {
        if (facts.addresses().has(packet.source()) || ear.heard().size() + complaints.size() >= MAX_KEPT) {
            return;
        }
        try {
            ear.heard()
                    .add(new Heard(
                            packet.source(),
                            ear.ipv6() ? AdvertReader.ipv6(packet.bytes()) : AdvertReader.ipv4(packet.bytes()),
                            ear.ipv6() ? Optional.empty() : Optional.of(AdvertReader.isMulticast(packet.bytes()))));
        } catch (NoAdvert e) {
            complaints.add(new Skipped(
                    "an advertisement of " + packet.source().getHostAddress() + " on " + ear.network(),
                    "every router drops it: " + e.why()));
        }
    }
}
