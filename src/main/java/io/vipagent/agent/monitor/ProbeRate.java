package io.vipagent.agent.monitor;

import io.vipagent.core.health.Looks;
import java.util.concurrent.atomic.AtomicReference;

/** How closely the targets are asked now, and who hears of it when that changes. */
final class ProbeRate {
    private final AtomicReference<Looks> looks;
    private volatile Comparing listener = now -> {};
    private volatile boolean comparing;
    private volatile boolean resting;

    /** No target has waited before {@code nowNanos}. */
    ProbeRate(long nowNanos) {
        this.looks = new AtomicReference<>(Looks.none(nowNanos));
    }

    /** From now on {@code next} hears of each change, and at once how it is. */
    void onComparing(Comparing next) {
        listener = next;
        next.compare(comparing);
        next.rest(resting);
    }

    /** Returns whether the targets are compared with each other now. */
    boolean compares() {
        return comparing;
    }

    /** Takes whether to compare the targets, and whether they may rest. Called by one thread at a time. */
    void follow(boolean compares, boolean rests) {
        if (compares != comparing) {
            comparing = compares;
            listener.compare(compares);
        }
        if (rests != resting) {
            resting = rests;
            listener.rest(rests);
        }
    }

    /** Takes that a target that decides waits for an answer: all are looked at where that is news. Any thread. */
    void waits(long nowNanos) {
        if (looks.getAndUpdate(before -> before.after(nowNanos)).due(nowNanos)) {
            listener.look();
        }
    }
}
