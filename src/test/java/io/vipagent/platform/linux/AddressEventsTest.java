package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.lab.InOwnNetwork;
import io.vipagent.lab.IpBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel's word of changed addresses. */
@Timeout(60)
class AddressEventsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int STORM = 4000;

    @Test
    @InOwnNetwork
    void tellOfEveryChangeOfALinkOrAnAddressAndOfNothingElse() throws Exception {
        AddressEvents events = opened();
        assertThat(events.await(Duration.ZERO)).as("nothing has changed").isFalse();
        IpBatch.all("link set lo down");
        assertThat(events.await(LONG)).as("a link").isTrue();
        IpBatch.all("link set lo up");
        drain(events);
        IpBatch.all("addr add 127.9.9.9/8 dev lo");
        assertThat(events.await(LONG)).as("IPv4 added").isTrue();
        assertThat(events.await(Duration.ZERO)).as("all of it is taken").isFalse();
        IpBatch.all("addr add 2001:db8::9/128 dev lo");
        assertThat(events.await(LONG)).as("IPv6 added").isTrue();
        drain(events);
        IpBatch.all("addr del 127.9.9.9/8 dev lo");
        assertThat(events.await(LONG)).as("IPv4 removed").isTrue();
        drain(events);
        IpBatch.all("route add 192.0.2.0/24 dev lo");
        assertThat(events.await(Duration.ofMillis(100))).as("a route").isFalse();
        events.close();
    }

    @Test
    @InOwnNetwork
    void goOnAfterMoreThanTheSocketHolds() throws Exception {
        AddressEvents events = opened();
        IpBatch.all(Collections.nCopies(STORM, "addr add 127.9.9.9/8 dev lo\naddr del 127.9.9.9/8 dev lo")
                .toArray(String[]::new));
        assertThat(drops()).isPositive();
        assertThat(events.await(LONG)).as("what came before").isTrue();
        drain(events);
        IpBatch.all("addr add 127.9.9.9/8 dev lo");
        assertThat(events.await(LONG)).as("after an overflow").isTrue();
        events.close();
    }

    @Test
    @InOwnNetwork
    void endForOneWhoWaits() throws Exception {
        AddressEvents events = opened();
        drain(events);
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().daemon().start(() -> waiting.complete(events.await(Duration.ofHours(1))));
        while (waiter.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        events.close();
        assertThat(waiting.get()).isFalse();
        events.close();
        assertThat(events.await(Duration.ofHours(1))).as("after the end").isFalse();
    }

    /** No privileges, and no descriptor left. */
    @Test
    void openAndEndAsOftenAsOneLikes() {
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            AddressEvents events = AddressEvents.open(complaints::add).orElseThrow();
            events.close();
            events.close();
            assertThat(events.await(Duration.ofHours(1))).isFalse();
        }
        assertThat(complaints).isEmpty();
    }

    private static AddressEvents opened() {
        return AddressEvents.open(System.err::println).orElseThrow();
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
