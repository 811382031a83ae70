package io.vipagent.tools.doctor.collect;

import io.vipagent.platform.linux.Neighbours;
import io.vipagent.platform.linux.Neighbours.Neighbour;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.Ticker;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.facts.WireFacts.Listened;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Who answers for the VIPs that this node does not have, and for the nodes. One empty datagram to each makes the kernel
 * ask the link (ARP, or neighbour discovery); whether anybody takes it does not matter.
 */
final class NeighbourCollector {
    private static final int SINK_PORT = 9;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Ticker ticker;
    private final Consumer<Skipped> unchecked;

    NeighbourCollector(Ticker ticker, Consumer<Skipped> unchecked) {
        this.ticker = ticker;
        this.unchecked = unchecked;
    }

    /** Hardware addresses of those that answered; of a VIP only who answered just now. */
    Map<InetAddress, String> look(Facts facts, List<Listened> listened) {
        Set<InetAddress> vips = facts.addresses().vips().stream()
                .filter(vip -> !facts.addresses().has(vip))
                .collect(Collectors.toSet());
        if (vips.isEmpty()) {
            return Map.of();
        }
        Set<InetAddress> asked = new HashSet<>(vips);
        asked.addAll(facts.addresses().others());
        asked.forEach(NeighbourCollector::ask);
        listened.forEach(each -> each.heard().stream()
                .map(heard -> heard.source())
                .distinct()
                .forEach(source -> {
                    ask(scoped(source, each.networkInterface()));
                    asked.add(source);
                }));
        return await(vips, asked);
    }

    private Map<InetAddress, String> await(Set<InetAddress> vips, Set<InetAddress> asked) {
        Deadline deadline = Deadline.in(ticker, ANSWER_TIMEOUT);
        Map<InetAddress, String> answered = new HashMap<>();
        while (true) {
            Optional<List<Neighbour>> all =
                    Neighbours.list(why -> unchecked.accept(new Skipped("who answers for the VIPs", why)));
            all.stream()
                    .flatMap(List::stream)
                    .filter(neighbour -> asked.contains(neighbour.address())
                            && (neighbour.fresh() || !vips.contains(neighbour.address())))
                    .forEach(neighbour -> answered.put(neighbour.address(), neighbour.hardware()));
            if (all.isEmpty() || answered.size() == asked.size() || deadline.nanosLeft() == 0) {
                all.ifPresent(list -> sayRemembered(list, vips, answered));
                return Map.copyOf(answered);
            }
            pause();
        }
    }

    private void sayRemembered(List<Neighbour> all, Set<InetAddress> vips, Map<InetAddress, String> answered) {
        all.stream()
                .filter(neighbour -> vips.contains(neighbour.address()) && !answered.containsKey(neighbour.address()))
                .forEach(neighbour -> unchecked.accept(new Skipped(
                        "who has " + neighbour.address().getHostAddress() + " now",
                        "the kernel remembers " + neighbour.hardware()
                                + " from before, and does not ask again so soon")));
    }

    private void pause() {
        try {
            ticker.sleepUntil(ticker.nanos() + STEP.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[0], 0, address, SINK_PORT));
        } catch (IOException unreachable) {
            // Then nobody answers, which is what is said.
        }
    }

    /** Of IPv6 advertisements come from an address that means something on its link alone. */
    private static InetAddress scoped(InetAddress address, String network) {
        try {
            return address.isLinkLocalAddress() && address instanceof Inet6Address
                    ? Inet6Address.getByAddress(null, address.getAddress(), NetworkInterface.getByName(network))
                    : address;
        } catch (IOException noSuchInterface) {
            return address;
        }
    }
}
