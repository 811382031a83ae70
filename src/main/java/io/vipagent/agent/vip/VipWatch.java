package io.vipagent.agent.vip;

import io.vipagent.platform.time.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Watches which of the VIPs this node holds: looks when it is woken, and at least once a second whether it is or not.
 * Nothing that a look meets ends it.
 */
public final class VipWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    /** The stack of the thread in bytes: little, since the thread does little but wait. */
    private static final int STACK = 256 * 1024;

    private final VipPoller poller;
    private final AddressSignals signals;
    private final Thread thread;
    private volatile boolean closing;

    private VipWatch(VipPoller poller, AddressSignals signals) {
        this.poller = poller;
        this.signals = signals;
        this.thread =
                Thread.ofPlatform().daemon().name("vip watch").stackSize(STACK).unstarted(this::run);
    }

    /** Looks for the first time, and begins to watch. {@code signals} is the watch's from then on. */
    public static VipWatch start(
            List<InetAddress> vips,
            Interfaces interfaces,
            AddressSignals signals,
            Ticker ticker,
            VipPresenceListener listener) {
        return start(vips, interfaces, signals, ticker, listener, INTERVAL);
    }

    static VipWatch start(
            List<InetAddress> vips,
            Interfaces interfaces,
            AddressSignals signals,
            Ticker ticker,
            VipPresenceListener listener,
            Duration interval) {
        VipPoller poller = new VipPoller(vips, interfaces, signals, ticker, listener, interval);
        poller.look();
        VipWatch watch = new VipWatch(poller, signals);
        watch.thread.start();
        return watch;
    }

    /** Returns what the last look that succeeded showed; empty: none has yet. */
    public Optional<VipPresences> presences() {
        return poller.presences();
    }

    /** Returns how many changes were found only because it was time to look, though they should have been announced. */
    public long missed() {
        return poller.missed();
    }

    /** Ends the watch; returns within a second, and after that nothing is told any more. */
    @Override
    public void close() {
        closing = true;
        signals.close();
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                poller.step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
