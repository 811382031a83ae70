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

/**
 * The connections that there are, by client, in the order in which they were last of use. One client cannot take the
 * places of others: it has a limit of its own, at which one of its connections makes room for a new one if it is idle,
 * since many programs may share an address. Where all places are taken the connection that was idle for longest makes
 * room. What has to go keeps its file descriptor until it is closed, which takes a busy thread its time: while too many
 * are going, nobody else is admitted. Safe for any thread.
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
    private final Set<C> going = new HashSet<>();
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
        boolean full = clientIsFull || clients.size() >= max;
        if (full && going.size() >= maxGoing) {
            return new Admission<>(false, Optional.empty());
        }
        Optional<C> evicted =
                clientIsFull ? idleOf(client) : full ? clients.keySet().stream().findFirst() : Optional.empty();
        if (clientIsFull && evicted.isEmpty()) {
            return new Admission<>(false, Optional.empty());
        }
        evicted.ifPresent(goes -> {
            leave(goes);
            going.add(goes);
        });
        clients.put(connection, client);
        counts.merge(client, 1, Integer::sum);
        return new Admission<>(true, evicted);
    }

    private Optional<C> idleOf(InetAddress client) {
        return clients.entrySet().stream()
                .filter(entry -> entry.getValue().equals(client) && idle.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** It was of use just now: it has got an answer, and is idle. */
    synchronized void used(C connection) {
        InetAddress client = clients.remove(connection);
        if (client != null) {
            clients.put(connection, client);
            idle.add(connection);
        }
    }

    /** It is idle no more. */
    synchronized void asks(C connection) {
        idle.remove(connection);
    }

    /** It has ended; more than once is no harm. */
    synchronized void leave(C connection) {
        going.remove(connection);
        idle.remove(connection);
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
