package io.vipagent.platform.linux;

import io.vipagent.lab.IpBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;

/** Run in a network of its own: changes it, and prints what the events say. */
public final class AddressEventsScene {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int STORM = 4000;

    private AddressEventsScene() {}

    public static void main(String... args) throws Exception {
        AddressEvents events = AddressEvents.open(System.out::println).orElseThrow();
        print("nothing has changed", events.await(Duration.ZERO));

        IpBatch.all("link set lo down");
        print("link", events.await(LONG));
        IpBatch.all("link set lo up");
        drain(events);
        IpBatch.all("addr add 127.9.9.9/8 dev lo");
        print("IPv4 added", events.await(LONG));
        print("and all of it is taken", events.await(Duration.ZERO));
        IpBatch.all("addr add 2001:db8::9/128 dev lo");
        print("IPv6 added", events.await(LONG));
        drain(events);
        IpBatch.all("addr del 127.9.9.9/8 dev lo");
        print("IPv4 removed", events.await(LONG));
        drain(events);
        IpBatch.all("route add 192.0.2.0/24 dev lo");
        print("a route", events.await(Duration.ofMillis(100)));

        IpBatch.all(Collections.nCopies(STORM, "addr add 127.9.9.9/8 dev lo\naddr del 127.9.9.9/8 dev lo")
                .toArray(String[]::new));
        System.out.println("overflow: " + (drops() > 0));
        print("what came before", events.await(LONG));
        drain(events);
        IpBatch.all("addr add 127.9.9.9/8 dev lo");
        print("after an overflow", events.await(LONG));

        drain(events);
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().daemon().start(() -> waiting.complete(events.await(Duration.ofHours(1))));
        while (waiter.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        events.close();
        print("the end", waiting.get());
        events.close();
        print("after the end", events.await(Duration.ofHours(1)));
    }

    private static void print(String what, boolean event) {
        System.out.println(what + ": " + (event ? "event" : "none"));
    }

    private static void drain(AddressEvents events) {
        while (events.await(Duration.ofMillis(20))) {
            // More of the same change: IPv6 is checked for duplicates.
        }
    }

    /** How many messages the netlink sockets of this namespace have lost. */
    private static long drops() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/netlink")).stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[8]))
                .sum();
    }
}
