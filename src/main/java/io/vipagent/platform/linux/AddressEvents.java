package io.vipagent.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The kernel's word that an address or a link of this network namespace has changed (rtnetlink(7)); needs no
 * privileges. What has changed is not read: an event means "look now".
 */
public final class AddressEvents implements AutoCloseable {
    // Linux' own numbers: linux/netlink.h, linux/rtnetlink.h, bits/socket.h, sys/eventfd.h, poll.h.
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int RTMGRP_LINK_IPV4_IFADDR_IPV6_IFADDR = 0x1 | 0x10 | 0x100;
    private static final int EFD_CLOEXEC = 0x80000;

    private static final int SOCKADDR_NL = 12;
    private static final int SOCKADDR_NL_GROUPS = 8;

    private static final int EVENTS_ALONE = 1;

    /** A storm of events must not keep the reader from looking: what is left is the next event. */
    private static final int MAX_EVENTS_PER_READ = 4096;

    private final LibC libc = Linkage.LIBC;
    private final int events;
    private final int end;
    private final ReentrantLock waiting = new ReentrantLock();
    private final AtomicBoolean closing = new AtomicBoolean();

    private AddressEvents(int events, int end) {
        this.events = events;
        this.end = end;
    }

    /** Begins to listen. Empty where kernel or platform do not permit it: {@code whyNot} is told, in one line. */
    public static Optional<AddressEvents> open(Consumer<String> whyNot) {
        LibC libc = Linkage.LIBC;
        int events = libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE);
        if (events < 0) {
            whyNot.accept("no netlink socket: " + libc.words(events));
            return Optional.empty();
        }
        int bound = bind(libc, events);
        if (bound < 0) {
            libc.close(events);
            whyNot.accept("no events of a netlink socket: " + libc.words(bound));
            return Optional.empty();
        }
        int end = libc.eventfd(EFD_CLOEXEC);
        if (end < 0) {
            libc.close(events);
            whyNot.accept("no event descriptor: " + libc.words(end));
            return Optional.empty();
        }
        return Optional.of(new AddressEvents(events, end));
    }

    private static int bind(LibC libc, int events) {
        byte[] address = new byte[SOCKADDR_NL];
        ByteBuffer.wrap(address)
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) AF_NETLINK)
                .putInt(SOCKADDR_NL_GROUPS, RTMGRP_LINK_IPV4_IFADDR_IPV6_IFADDR);
        return libc.bind(events, address);
    }

    /**
     * Waits, on this very thread, until there is an event; takes all that there are. One thread waits at a time.
     *
     * @param atMost to the millisecond, rounded up; 0 does not wait
     * @return whether something has changed, or has been missed because a buffer was full; false too where a signal
     *     came, or the end
     */
    public boolean await(Duration atMost) {
        waiting.lock();
        try {
            if (closing.get() || libc.awaitEither(events, end, milliseconds(atMost)) != EVENTS_ALONE) {
                return false;
            }
            // An error, such as that of an overflow (ENOBUFS), ends it too: then what is left is a new event.
            for (int i = 0; i < MAX_EVENTS_PER_READ && libc.discard(events); i++) {}
            return true;
        } finally {
            waiting.unlock();
        }
    }

    /** Ends a wait at once, and every later one. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        libc.eventfdWrite(end);
        // Not while they are waited for: their numbers may be another's the next moment.
        waiting.lock();
        try {
            libc.close(events);
            libc.close(end);
        } finally {
            waiting.unlock();
        }
    }

    private static int milliseconds(Duration time) {
        long whole = time.plusNanos(999_999).toMillis();
        return (int) Math.clamp(whole, 0, Integer.MAX_VALUE);
    }
}
