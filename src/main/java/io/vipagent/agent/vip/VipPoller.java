package io.vipagent.agent.vip;

import io.vipagent.core.vip.LocalAddress;
import io.vipagent.core.vip.VipPresence;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Looks when it is told to and when it is time, one step after the other: what the thread of a watch does. */
final class VipPoller {
    /**
     * How long after a look that found a change unannounced its announcement may still come: both are on their way at
     * the same moment, and the kernel sends after it has changed.
     */
    static final Duration GRACE = Duration.ofMillis(100);

    /** Between two looks, so that a storm of events costs little: 200 looks a second at most. */
    static final Duration MIN_INTERVAL = Duration.ofMillis(5);

    private final List<InetAddress> vips;
    private final Interfaces interfaces;
    private final AddressSignals signals;
    private final Ticker ticker;
    private final VipPresenceListener listener;
    private final Duration interval;
    private volatile Optional<VipPresences> presences = Optional.empty();
    private final AtomicLong missed = new AtomicLong();

    VipPoller(
            List<InetAddress> vips,
            Interfaces interfaces,
            AddressSignals signals,
            Ticker ticker,
            VipPresenceListener listener,
            Duration interval) {
        this.vips = List.copyOf(vips);
        this.interfaces = interfaces;
        this.signals = signals;
        this.ticker = ticker;
        this.listener = listener;
        this.interval = interval;
    }

    /** Waits for a word or for the time, and looks. */
    void step() throws InterruptedException {
        boolean announced = await(interval);
        int changed = look();
        if (changed > 0 && !announced && signals.announce()) {
            if (await(GRACE)) {
                // Taken with it may be the word of a later change.
                look();
            } else {
                missed.addAndGet(changed);
            }
        }
        ticker.sleepUntil(ticker.nanos() + MIN_INTERVAL.toNanos());
    }

    private boolean await(Duration atMost) throws InterruptedException {
        try {
            return signals.await(atMost);
        } catch (RuntimeException | Error e) {
            ticker.sleepUntil(ticker.nanos() + atMost.toNanos());
            return false;
        }
    }

    /** Looks once; how many VIPs are not as they were. Where nothing is to be seen, what was seen stays, and ages. */
    int look() {
        long now = ticker.nanos();
        List<VipPresence> fresh = new ArrayList<>();
        try {
            List<LocalAddress> present = interfaces.addresses();
            vips.forEach(vip -> fresh.add(VipPresence.of(vip, present)));
        } catch (IOException | RuntimeException | Error e) {
            // A watch that died would not see the VIP come: even a defect is one failed look.
            return 0;
        }
        Optional<VipPresences> before = presences;
        presences = Optional.of(new VipPresences(fresh, now));
        return before.map(seen -> tell(seen.vips(), fresh)).orElse(0);
    }

    private int tell(List<VipPresence> before, List<VipPresence> after) {
        int changed = 0;
        for (int i = 0; i < after.size(); i++) {
            if (!after.get(i).equals(before.get(i))) {
                changed++;
                tell(before.get(i), after.get(i));
            }
        }
        return changed;
    }

    private void tell(VipPresence before, VipPresence after) {
        try {
            listener.changed(before, after);
        } catch (RuntimeException | Error e) {
            // The watch goes on without it.
        }
    }

    Optional<VipPresences> presences() {
        return presences;
    }

    long missed() {
        return missed.get();
    }
}
