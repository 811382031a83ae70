package io.vipagent.fake;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a server has seen so far, and waiting until it has seen enough. */
final class ServerCounts {
    private long connections;
    private long requests;
    private long handshakes;
    private long fullChecks;
    private long work;
    private int open;
    private String lastRequest = "";
    private String lastServerName = "";

    synchronized void connected() {
        connections++;
        open++;
        notifyAll();
    }

    synchronized void disconnected() {
        open--;
        notifyAll();
    }

    synchronized void shookHands() {
        handshakes++;
    }

    synchronized void greeted(String serverName) {
        lastServerName = serverName;
    }

    synchronized void requested(RequestHead head) {
        requests++;
        work += head.path().startsWith("/apis") ? 1 : 0;
        fullChecks += Responder.asksEtcd(head) ? 1 : 0;
        lastRequest = head.text();
        notifyAll();
    }

    synchronized long handshakes() {
        return handshakes;
    }

    synchronized long fullChecks() {
        return fullChecks;
    }

    synchronized long work() {
        return work;
    }

    synchronized long connections() {
        return connections;
    }

    synchronized long requests() {
        return requests;
    }

    synchronized int open() {
        return open;
    }

    synchronized String lastRequest() {
        return lastRequest;
    }

    synchronized String lastServerName() {
        return lastServerName;
    }

    synchronized void awaitConnections(long atLeast, Duration timeout) {
        await(() -> connections >= atLeast, "at least " + atLeast + " connections", timeout);
    }

    synchronized void awaitRequests(long atLeast, Duration timeout) {
        await(() -> requests >= atLeast, "at least " + atLeast + " requests", timeout);
    }

    synchronized void awaitOpen(int exactly, Duration timeout) {
        await(() -> open == exactly, exactly + " open connections", timeout);
    }

    private synchronized void await(BooleanSupplier condition, String wanted, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("waited %s for %s; seen: connections %d, requests %d, open %d"
                        .formatted(timeout, wanted, connections, requests, open));
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + wanted, e);
            }
        }
    }
}
