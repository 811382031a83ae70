package io.vipagent.agent.vip;

import io.vipagent.core.vip.VirtualRouter;
import io.vipagent.core.wire.AdvertRule;
import io.vipagent.core.wire.AdvertRule.ReceivedPacket;
import io.vipagent.core.wire.Protocol;
import io.vipagent.platform.linux.RawSocket;
import io.vipagent.platform.linux.RawSocket.Packet;
import io.vipagent.platform.time.Ticker;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Hears the VRRP advertisements of the other nodes, on a thread for each interface and family; sends nothing. Needs
 * CAP_NET_RAW: without it nothing is heard, and one line says so. An interface that goes and comes back is heard again.
 */
public final class AdvertListener implements AutoCloseable {
    /** How long one call waits: a wake-up a second where nobody advertises. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    /** Between two attempts to listen, and between two looks whether the interface is still the same. */
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    /** Between two packets, so that a flood costs little: 1000 a second at most, and the kernel drops what is more. */
    private static final Duration MIN_INTERVAL = Duration.ofMillis(1);

    private final AdvertRule rule;
    private final Ticker ticker;
    private final AdvertObserver observer;
    private final Consumer<String> log;
    private final Set<ListeningPlace> open = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads;
    private volatile boolean closing;

    /** A place to listen. */
    private record ListeningPlace(String networkInterface, boolean ipv6) {
        @Override
        public String toString() {
            return networkInterface + " (" + (ipv6 ? "IPv6" : "IPv4") + ")";
        }
    }

    private AdvertListener(AdvertRule rule, Ticker ticker, AdvertObserver observer, Consumer<String> log) {
        this.rule = rule;
        this.ticker = ticker;
        this.observer = observer;
        this.log = log;
        this.threads = places(rule).stream()
                .map(place -> Thread.ofPlatform().daemon().name("VRRP " + place).unstarted(() -> run(place)))
                .toList();
    }

    /**
     * Begins to listen where {@code rule} has instances; {@code log} takes one line where that fails for a new reason.
     */
    public static AdvertListener start(AdvertRule rule, Ticker ticker, AdvertObserver observer, Consumer<String> log) {
        AdvertListener listener = new AdvertListener(rule, ticker, observer, log);
        listener.threads.forEach(Thread::start);
        return listener;
    }

    private static Set<ListeningPlace> places(AdvertRule rule) {
        Set<ListeningPlace> places = new LinkedHashSet<>();
        rule.routers().forEach(router -> places.add(place(router)));
        return places;
    }

    private static ListeningPlace place(VirtualRouter router) {
        return new ListeningPlace(router.networkInterface(), router.ipv6());
    }

    /** Returns whether the advertisements for {@code router} are heard at this moment. */
    public boolean hears(VirtualRouter router) {
        return open.contains(place(router));
    }

    private void run(ListeningPlace place) {
        String complaint = "";
        try {
            while (!closing) {
                String why = attempt(place);
                if (!why.isEmpty() && !why.equals(complaint)) {
                    log.accept("VRRP: advertisements on " + place + " are not counted: " + why);
                }
                complaint = why;
                if (!why.isEmpty()) {
                    ticker.sleepUntil(ticker.nanos() + RETRY_INTERVAL.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens for as long as that is possible; returns why it was not, or nothing where it shall begin again. */
    private String attempt(ListeningPlace place) throws InterruptedException {
        StringBuilder problem = new StringBuilder();
        try {
            NetworkInterface network = NetworkInterface.getByName(place.networkInterface());
            if (network == null) {
                return "there is no such interface";
            }
            InetAddress group = InetAddress.ofLiteral(place.ipv6() ? Protocol.GROUP_IPV6 : Protocol.GROUP_IPV4);
            Optional<RawSocket> socket = RawSocket.open(network, group, Protocol.VRRP, problem::append);
            if (socket.isEmpty()) {
                return problem + "; the agent needs CAP_NET_RAW for keepalived.advertisements (docs/METRICS.md)";
            }
            try (RawSocket ear = socket.get()) {
                open.add(place);
                hear(place, network, ear);
            } finally {
                open.remove(place);
            }
            return "";
        } catch (SocketException | RuntimeException e) {
            // A thread that died would leave its counters as they are, which looks as if nobody advertised.
            return e.toString();
        }
    }

    private void hear(ListeningPlace place, NetworkInterface network, RawSocket ear)
            throws SocketException, InterruptedException {
        Set<InetAddress> own = new LinkedHashSet<>();
        network.inetAddresses().forEach(own::add);
        long look = ticker.nanos() + RETRY_INTERVAL.toNanos();
        while (!closing) {
            Optional<Packet> packet = ear.next(WAIT);
            if (packet.isPresent()) {
                if (!own.contains(packet.get().source())) {
                    take(place, packet.get());
                }
                ticker.sleepUntil(ticker.nanos() + MIN_INTERVAL.toNanos());
            }
            if (ticker.nanos() - look >= 0) {
                look = ticker.nanos() + RETRY_INTERVAL.toNanos();
                NetworkInterface now = NetworkInterface.getByName(place.networkInterface());
                if (now == null || now.getIndex() != network.getIndex()) {
                    return;
                }
            }
        }
    }

    private void take(ListeningPlace place, Packet packet) {
        switch (rule.judge(place.networkInterface(), place.ipv6(), packet.bytes())) {
            case ReceivedPacket.Accepted heard -> observer.heard(heard.router(), heard.advert());
            case ReceivedPacket.Faulty faulty -> observer.faulty(place.networkInterface(), faulty.error());
            case ReceivedPacket.Foreign _ -> {}
        }
    }

    /** Ends the threads, each with its socket, within a second; does not wait for that. */
    @Override
    public void close() {
        closing = true;
        threads.forEach(Thread::interrupt);
    }
}
