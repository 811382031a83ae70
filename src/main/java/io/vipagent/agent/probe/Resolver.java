package io.vipagent.agent.probe;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.platform.time.Deadline;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Names to addresses by a deadline. The system's resolver cannot be interrupted, so each lookup has a thread of its
 * own; a name whose lookup still hangs is waited for, not asked again, so that threads do not pile up.
 */
final class Resolver {
    /** How many look-ups may hang at once: of more names than that none is known to be well. */
    static final int MAX_LOOKUPS = 64;

    static {
        // The JDK would believe an answer for 30 seconds and a failure for 10: a probe looks again. For a native image
        // both are settled while it is built: see native.jdk in src/build/pom.xml.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private final Map<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();
    private final Map<String, InetAddress[]> lastGood = new ConcurrentHashMap<>();
    private final Lookup lookup;

    /** Asks a name service, for as long as that takes. */
    interface Lookup {
        /** Returns all addresses of {@code host}, at least one. */
        InetAddress[] allOf(String host) throws UnknownHostException;
    }

    /** Creates a resolver that asks the system. */
    Resolver() {
        this(InetAddress::getAllByName);
    }

    Resolver(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Returns all addresses of {@code host}, in the system's order. A literal needs no lookup.
     *
     * @throws UnknownHostException where the name has none
     * @throws SocketTimeoutException where no answer came by the deadline
     */
    InetAddress[] resolve(String host, Deadline deadline)
            throws UnknownHostException, SocketTimeoutException, InterruptedException {
        Optional<InetAddress> literal = literal(host);
        return literal.isPresent() ? new InetAddress[] {literal.get()} : lookUp(host, deadline);
    }

    private InetAddress[] lookUp(String host, Deadline deadline)
            throws UnknownHostException, SocketTimeoutException, InterruptedException {
        try {
            return begin(host).get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("resolving " + host);
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        }
    }

    /** Begins to resolve, and does not wait; {@code then} is run once there is an answer, by whatever thread. */
    CompletableFuture<InetAddress[]> begin(String host, Runnable then) {
        try {
            Optional<InetAddress> literal = literal(host);
            if (literal.isPresent()) {
                return CompletableFuture.completedFuture(new InetAddress[] {literal.get()});
            }
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<InetAddress[]> lookUp = begin(host);
        lookUp.whenComplete((addresses, failure) -> then.run());
        return lookUp;
    }

    /** The addresses of {@code host} have not served: where its next look-up fails there is nothing to fall back to. */
    void forget(String host) {
        lastGood.remove(host);
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        try {
            InetAddress[] addresses = lookup.allOf(host);
            lastGood.put(host, addresses);
            return addresses;
        } catch (UnknownHostException e) {
            // A name service that fails says nothing about the server: it is asked where it was when it last served.
            InetAddress[] addresses = lastGood.get(host);
            if (addresses == null) {
                throw e;
            }
            return addresses;
        }
    }

    /**
     * Returns the address that {@code host} is; empty where it is a name.
     *
     * @throws UnknownHostException where it has a zone that this node does not have
     */
    private static Optional<InetAddress> literal(String host) throws UnknownHostException {
        int zone = host.indexOf('%');
        Optional<InetAddress> plain = IpAddresses.literal(host);
        return zone < 0 || plain.isEmpty()
                ? plain
                : Optional.of(Inet6Address.getByAddress(null, plain.get().getAddress(), index(host, zone)));
    }

    private static int index(String host, int zone) throws UnknownHostException {
        String name = host.substring(zone + 1);
        if (name.matches("[0-9]{1,9}")) {
            return Integer.parseInt(name);
        }
        try {
            NetworkInterface network = NetworkInterface.getByName(name);
            if (network != null) {
                return network.getIndex();
            }
        } catch (SocketException e) {
            throw new UnknownHostException(host);
        }
        throw new UnknownHostException(host);
    }

    private CompletableFuture<InetAddress[]> begin(String host) {
        CompletableFuture<InetAddress[]> begun = underWay.get(host);
        if (begun == null && underWay.size() >= MAX_LOOKUPS) {
            return CompletableFuture.failedFuture(new UnknownHostException(host));
        }
        return begun != null ? begun : underWay.computeIfAbsent(host, this::start);
    }

    private CompletableFuture<InetAddress[]> start(String host) {
        CompletableFuture<InetAddress[]> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("resolve " + host).start(() -> {
            try {
                result.complete(lookUp(host));
            } catch (UnknownHostException | RuntimeException e) {
                result.completeExceptionally(e);
            } finally {
                underWay.remove(host, result);
            }
        });
        return result;
    }
}
