package io.vipagent.agent.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.vip.LocalAddress;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.platform.linux.AddressEvents;
import io.vipagent.platform.time.HandTicker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread of the watch. Time moves by hand. */
@Timeout(60)
class VipWatchTest {
    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.100");

    private final HandTicker ticker = new HandTicker(0);
    private final List<LocalAddress> host = new CopyOnWriteArrayList<>();
    private final List<VipPresence> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void knowsFromTheStartAndLooksOnceASecond() {
        host.add(new LocalAddress(VIP, "eth0", true));
        try (VipWatch watch = start(AddressSignals.none(ticker))) {
            assertThat(watch.presences().orElseThrow().vips().getFirst().held()).isTrue();
            ticker.awaitSleepers(1);
            host.clear();
            ticker.advance(Duration.ofMillis(999));
            ticker.awaitSleepers(1);
            assertThat(told).isEmpty();
            assertThat(looks).hasValue(1);
            ticker.advance(Duration.ofMillis(1));
            ticker.awaitSleepers(1);
            assertThat(told).hasSize(1);
            assertThat(looks).hasValue(2);
            assertThat(watch.presences().orElseThrow().lookedNanos())
                    .isEqualTo(Duration.ofSeconds(1).toNanos());
            assertThat(watch.missed()).isZero();
        }
    }

    @Test
    void isOneDaemonThreadOfThePlatformThatEndsWithIt() {
        VipWatch watch = start(AddressSignals.none(ticker));
        List<Thread> threads = threads();
        assertThat(threads).hasSize(1);
        assertThat(threads.getFirst().isDaemon()).isTrue();
        assertThat(threads.getFirst().isVirtual()).isFalse();
        watch.close();
        watch.close();
        assertThat(threads.getFirst().isAlive()).isFalse();
    }

    /** In the kernel no interrupt is heard. */
    @Test
    void endsThoughItWaitsInTheKernel() {
        VipWatch watch = VipWatch.start(
                List.of(VIP),
                this::addresses,
                AddressSignals.of(AddressEvents.open(message -> {}).orElseThrow()),
                ticker,
                (_, after) -> told.add(after),
                Duration.ofHours(1));
        Thread thread = threads().getFirst();
        watch.close();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void looksOnWhereALookFails() {
        AtomicInteger looks = new AtomicInteger();
        try (VipWatch watch = VipWatch.start(
                List.of(VIP),
                () -> {
                    looks.incrementAndGet();
                    throw new IllegalStateException("no");
                },
                AddressSignals.none(ticker),
                ticker,
                (_, after) -> told.add(after))) {
            assertThat(watch.presences()).isEmpty();
            assertThat(looks).hasValue(1);
            ticker.awaitSleepers(1);
            ticker.advance(Duration.ofSeconds(1));
            ticker.awaitSleepers(1);
            assertThat(looks).hasValue(2);
        }
    }

    private VipWatch start(AddressSignals signals) {
        return VipWatch.start(List.of(VIP), this::addresses, signals, ticker, (_, after) -> told.add(after));
    }

    private List<LocalAddress> addresses() {
        looks.incrementAndGet();
        return host;
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vip watch"))
                .toList();
    }
}
