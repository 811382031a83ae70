package io.vipagent.vip;

/** Hears of each VIP that is not as it was, once. Must not block: the next look waits for it. */
@FunctionalInterface
public interface SightingListener {
    /** Both are of the same VIP. Called on the watch's thread, never for the first look. */
    void changed(Sighting before, Sighting after);
}
