package io.vipagent.agent.vip;

import io.vipagent.core.vip.VipPresence;

/** Hears of each VIP that is not as it was, once. Must not block: the next look waits for it. */
@FunctionalInterface
public interface VipPresenceListener {
    /** Both are of the same VIP. Called on the watch's thread, never for the first look. */
    void changed(VipPresence before, VipPresence after);
}
