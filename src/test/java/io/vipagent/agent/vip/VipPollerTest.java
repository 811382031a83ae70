package io.vipagent.agent.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.vip.LocalAddress;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Step by step, on one thread: a wait takes its time at once. */
class VipPollerTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.100");
    private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.101");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final VipPresence NO_ONE = new VipPresence(ONE, Optional.empty(), false);
    private static final VipPresence NO_TWO = new VipPresence(TWO, Optional.empty(), false);
    private static final VipPresence ONE_UP = new VipPresence(ONE, Optional.of("eth0"), true);
    private static final VipPresence TWO_UP = new VipPresence(TWO, Optional.of("eth0"), true);

    private final List<LocalAddress> host = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Script script = new Script();
    private Interfaces interfaces = () -> List.copyOf(host);
    private VipPresenceListener listener = (before, after) -> told.add(word(before) + " " + word(after));
    private final VipPoller poller = new VipPoller(
            List.of(ONE, TWO),
            () -> interfaces.addresses(),
            script,
            script,
            (before, after) -> listener.changed(before, after),
            SECOND);

    @Test
    void knowsNothingBeforeItsFirstLookAndTellsNothingOfIt() {
        assertThat(poller.presences()).isEmpty();
        host.add(new LocalAddress(ONE, "eth0", true));
        assertThat(poller.look()).isZero();
        assertThat(poller.presences()).contains(new VipPresences(List.of(ONE_UP, NO_TWO), 0));
        assertThat(told).isEmpty();
    }

    @Test
    void looksAtEachWordAndTellsOfAChangeOnce() throws InterruptedException {
        poller.look();
        script.word(() -> host.add(new LocalAddress(TWO, "eth0", true)));
        poller.step();
        assertThat(poller.presences().orElseThrow().vips()).containsExactly(NO_ONE, TWO_UP);
        assertThat(told).containsExactly("192.0.2.101 - 192.0.2.101 eth0");
        script.word(() -> {});
        poller.step();
        script.silence(() -> {});
        poller.step();
        assertThat(told).hasSize(1);
        assertThat(poller.missed()).isZero();
    }

    @Test
    void tellsOfEachVipAndOfTheInterfaceToo() throws InterruptedException {
        host.add(new LocalAddress(ONE, "eth0", true));
        poller.look();
        script.word(() -> {
            host.clear();
            host.add(new LocalAddress(ONE, "eth0", false));
            host.add(new LocalAddress(TWO, "eth0", true));
        });
        poller.step();
        script.word(() -> host.set(0, new LocalAddress(ONE, "eth1", true)));
        poller.step();
        assertThat(told)
                .containsExactly(
                        "192.0.2.100 eth0 192.0.2.100 (eth0)",
                        "192.0.2.101 - 192.0.2.101 eth0",
                        "192.0.2.100 (eth0) 192.0.2.100 eth1");
    }

    @Test
    void looksWhenItIsTimeThoughNobodySaysSo() throws InterruptedException {
        poller.look();
        script.silence(() -> {});
        poller.step();
        assertThat(poller.presences().orElseThrow().lookedNanos()).isEqualTo(SECOND.toNanos());
        script.silence(() -> {});
        poller.step();
        assertThat(poller.presences().orElseThrow().lookedNanos())
                .isEqualTo(SECOND.multipliedBy(2).plus(VipPoller.MIN_INTERVAL).toNanos());
    }

    @Test
    void countsChangesThatNobodyAnnounced() throws InterruptedException {
        poller.look();
        script.silence(() -> {
            host.add(new LocalAddress(ONE, "eth0", true));
            host.add(new LocalAddress(TWO, "eth0", true));
        });
        script.silence(() -> {});
        poller.step();
        assertThat(told).hasSize(2);
        assertThat(poller.missed()).isEqualTo(2);
        assertThat(script.waits).containsExactly(SECOND, VipPoller.GRACE);
    }

    /** The kernel changes first and sends after: a look may come between. */
    @Test
    void countsNoneWhoseWordIsOnItsWayAndLooksAgainAtThatWord() throws InterruptedException {
        poller.look();
        script.silence(() -> host.add(new LocalAddress(ONE, "eth0", true)));
        script.word(() -> host.add(new LocalAddress(TWO, "eth0", true)));
        poller.step();
        assertThat(poller.missed()).isZero();
        assertThat(told).hasSize(2);
        assertThat(poller.presences().orElseThrow().vips()).containsExactly(ONE_UP, TWO_UP);
    }

    @Test
    void countsNoneWhereNobodyIsThereToAnnounce() throws InterruptedException {
        script.announces = false;
        poller.look();
        script.silence(() -> host.add(new LocalAddress(ONE, "eth0", true)));
        poller.step();
        assertThat(told).hasSize(1);
        assertThat(poller.missed()).isZero();
        assertThat(script.waits).containsExactly(SECOND);
    }

    @Test
    void keepsWhatItSawAndItsAgeWhileTheHostDoesNotSay() throws InterruptedException {
        host.add(new LocalAddress(ONE, "eth0", true));
        poller.look();
        Optional<VipPresences> before = poller.presences();
        Interfaces sound = interfaces;
        for (Throwable fault :
                List.of(new IOException("no"), new IllegalStateException("no"), new NoClassDefFoundError("no"))) {
            interfaces = () -> {
                switch (fault) {
                    case IOException e -> throw e;
                    case RuntimeException e -> throw e;
                    default -> throw (Error) fault;
                }
            };
            script.word(() -> {});
            poller.step();
        }
        assertThat(poller.presences()).isEqualTo(before);
        interfaces = sound;
        host.clear();
        script.word(() -> {});
        poller.step();
        assertThat(told).containsExactly("192.0.2.100 eth0 192.0.2.100 -");
    }

    @Test
    void outlivesAListenerThatThrows() throws InterruptedException {
        poller.look();
        List<VipPresence> untold = new ArrayList<>();
        listener = (_, after) -> {
            untold.add(after);
            throw new IllegalStateException("deaf");
        };
        script.word(() -> {
            host.add(new LocalAddress(ONE, "eth0", true));
            host.add(new LocalAddress(TWO, "eth0", true));
        });
        poller.step();
        assertThat(untold).containsExactly(ONE_UP, TWO_UP);
        assertThat(poller.presences().orElseThrow().vips()).containsExactly(ONE_UP, TWO_UP);
    }

    /** And does not spin: a wait that fails at once takes its time all the same. */
    @Test
    void outlivesSignalsThatThrow() throws InterruptedException {
        poller.look();
        script.silence(() -> {
            host.add(new LocalAddress(ONE, "eth0", true));
            throw new IllegalStateException("defect");
        });
        script.silence(() -> {});
        poller.step();
        assertThat(told).hasSize(1);
        assertThat(poller.presences().orElseThrow().lookedNanos()).isEqualTo(SECOND.toNanos());
    }

    @Test
    void restsBetweenLooksHoweverManyWordsThereAre() throws InterruptedException {
        poller.look();
        for (int i = 0; i < 200; i++) {
            script.word(() -> {});
            poller.step();
        }
        assertThat(Duration.ofNanos(script.nanos())).isEqualTo(SECOND);
    }

    private static String word(VipPresence presence) {
        String where = presence.networkInterface()
                .map(name -> presence.up() ? name : "(" + name + ")")
                .orElse("-");
        return presence.vip().getHostAddress() + " " + where;
    }

    /** What happens during each wait, and whether it is announced. Time passes only in waits without a word. */
    private static final class Script implements AddressSignals, Ticker {
        private record Wait(boolean announced, Runnable meanwhile) {}

        private final Deque<Wait> script = new ArrayDeque<>();
        private final List<Duration> waits = new ArrayList<>();
        private boolean announces = true;
        private long now;

        void word(Runnable meanwhile) {
            script.add(new Wait(true, meanwhile));
        }

        void silence(Runnable meanwhile) {
            script.add(new Wait(false, meanwhile));
        }

        @Override
        public boolean await(Duration atMost) {
            waits.add(atMost);
            Wait wait = script.pop();
            wait.meanwhile().run();
            now += wait.announced() ? 0 : atMost.toNanos();
            return wait.announced();
        }

        @Override
        public boolean announce() {
            return announces;
        }

        @Override
        public void close() {}

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public Instant wall() {
            return Instant.EPOCH;
        }

        @Override
        public void sleepUntil(long nanos) {
            now = nanos;
        }
    }
}
