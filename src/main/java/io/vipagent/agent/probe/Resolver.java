package io.vipagent.agent.probe;

import io.vipagent.platform.time.Deadline;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Names to addresses by a deadline. The system's resolver cannot be interrupted, so each lookup has a thread of its own;
 * a name whose lookup still hangs is waited for, not asked again, so that threads do not pile up.
 */
final class Resolver {
    private final Map<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();
    private final Lookup lookup;

    /** Asks a name service, for as long as that takes. */
    interface Lookup {
        /** All addresses of {@code host}, at least one. */
        InetAddress[] allOf(String host) throws UnknownHostException;
    }

    /** Asks the system. */
    Resolver() {
        this(InetAddress::getAllByName);
    }

    Resolver(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * All addresses of {@code host}, in the system's order. A literal needs no lookup.
     *
     * @throws UnknownHostException where the name has none
     * @throws SocketTimeoutException where no answer came by the deadline
     */
    InetAddress[] resolve(String host, Deadline deadline)
            throws UnknownHostException, SocketTimeoutException, InterruptedException {
        try {
            return new InetAddress[] {InetAddress.ofLiteral(host)};
        } catch (IllegalArgumentException notALiteral) {
            return lookUp(host, deadline);
        }
    }

    private InetAddress[] lookUp(String host, Deadline deadline)
            throws UnknownHostException, SocketTimeoutException, InterruptedException {
        try {
            return underWay.computeIfAbsent(host, this::start).get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("resolving " + host);
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        }
    }

    /** Begins to resolve, and does not wait; {@code then} is run once there is an answer, by whatever thread. */
    CompletableFuture<InetAddress[]> begin(String host, Runnable then) {
        try {
            return CompletableFuture.completedFuture(new InetAddress[] {InetAddress.ofLiteral(host)});
        } catch (IllegalArgumentException notALiteral) {
            CompletableFuture<InetAddress[]> lookUp = underWay.computeIfAbsent(host, this::start);
            lookUp.whenComplete((addresses, failure) -> then.run());
            return lookUp;
        }
    }

    private CompletableFuture<InetAddress[]> start(String host) {
        CompletableFuture<InetAddress[]> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("resolve " + host).start(() -> {
            try {
                result.complete(lookup.allOf(host));
            } catch (UnknownHostException | RuntimeException e) {
                result.completeExceptionally(e);
            } finally {
                underWay.remove(host, result);
            }
        });
        return result;
    }
}
