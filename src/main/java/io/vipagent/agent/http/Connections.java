package io.vipagent.agent.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The connections that there are, by client, in the order in which they were last of use. One client cannot take the
 * places of others: it has a limit of its own. Many programs may share an address, so at that limit one of its
 * connections makes room for a new one: one that is idle, else the oldest whose request is not complete. One whose
 * request is complete stays until it has its answer. Where all places are taken the connection that was of no use for
 * longest makes room. What has to go keeps its file descriptor until it is closed, which takes a busy thread its time:
 * while there are too many with those that are going, in all or of a client, nobody else is admitted. Safe for any
 * thread.
 *
 * @param <C> a connection; identity counts
 */
final class Connections<C> {
    /** An IPv6 client has a whole network of this many bytes to itself. */
    private static final int IPV6_CLIENT_BYTES = 8;

    private final int max;
    private final int maxPerClient;
    private final Map<C, InetAddress> clients = new LinkedHashMap<>();
    private final Map<InetAddress, Integer> counts = new HashMap<>();
    private final Set<C> idle = new HashSet<>();
    private final Set<C> awaitingAnswer = new HashSet<>();
    private final Map<C, InetAddress> going = new HashMap<>();
    private final int maxGoing;

    Connections(int max, int maxPerClient) {
        this.max = max;
        this.maxPerClient = maxPerClient;
        this.maxGoing = Math.max(1, max / 4);
    }

    /**
     * The answer to a new connection.
     *
     * @param admitted whether there is a place for it
     * @param evicted which one has to go for it
     */
    record Admission<C>(boolean admitted, Optional<C> evicted) {}

    /**
     * Returns whether a new connection may stay, and which one goes for it; that one is told to {@link #leave} once it
     * is closed.
     */
    synchronized Admission<C> admit(C connection, InetAddress address) {
        InetAddress client = client(address);
        boolean clientIsFull = counts.getOrDefault(client, 0) >= maxPerClient;
        if (size() >= max + maxGoing || clientIsFull && goingOf(client) >= maxPerClient) {
            return new Admission<>(false, Optional.empty());
        }
        boolean full = clients.size() >= max;
        Optional<C> evicted = clientIsFull
                ? dispensableOf(client)
                : full ? clients.keySet().stream().findFirst() : Optional.empty();
        if (clientIsFull && evicted.isEmpty()) {
            return new Admission<>(false, Optional.empty());
        }
        evicted.ifPresent(goes -> {
            InetAddress whose = clients.getOrDefault(goes, client);
            leave(goes);
            going.put(goes, whose);
        });
        clients.put(connection, client);
        counts.merge(client, 1, Integer::sum);
        return new Admission<>(true, evicted);
    }

    private long goingOf(InetAddress client) {
        return going.values().stream().filter(client::equals).count();
    }

    private Optional<C> dispensableOf(InetAddress client) {
        return oldestOf(client, idle::contains)
                .or(() -> oldestOf(client, connection -> !awaitingAnswer.contains(connection)));
    }

    private Optional<C> oldestOf(InetAddress client, Predicate<C> kind) {
        return clients.entrySet().stream()
                .filter(entry -> entry.getValue().equals(client) && kind.test(entry.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Takes that {@code connection} has got its answer: it is idle from now on, and was of use last of all. */
    synchronized void used(C connection) {
        if (renew(connection)) {
            awaitingAnswer.remove(connection);
            idle.add(connection);
        }
    }

    /** Takes that {@code connection} is idle no more: a request has begun, or one beyond an answer that is still due. */
    synchronized void asks(C connection) {
        awaitingAnswer.remove(connection);
        if (idle.remove(connection)) {
            renew(connection);
        }
    }

    /** Takes that the request of {@code connection} is complete. */
    synchronized void awaitsAnswer(C connection) {
        if (clients.containsKey(connection)) {
            idle.remove(connection);
            awaitingAnswer.add(connection);
        }
    }

    /** Makes {@code connection} the newest; returns whether it is still there. */
    private boolean renew(C connection) {
        InetAddress client = clients.remove(connection);
        if (client == null) {
            return false;
        }
        clients.put(connection, client);
        return true;
    }

    /** Takes that {@code connection} has ended; to say it more than once is no harm. */
    synchronized void leave(C connection) {
        going.remove(connection);
        idle.remove(connection);
        awaitingAnswer.remove(connection);
        InetAddress client = clients.remove(connection);
        if (client != null) {
            counts.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Returns how many there are, with those that have to go and are not closed yet. */
    synchronized int size() {
        return clients.size() + going.size();
    }

    private static InetAddress client(InetAddress address) {
        if (address instanceof Inet6Address) {
            byte[] network = address.getAddress();
            Arrays.fill(network, IPV6_CLIENT_BYTES, network.length, (byte) 0);
            try {
                return InetAddress.getByAddress(network);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("16 bytes are an address", e);
            }
        }
        return address;
    }
}
