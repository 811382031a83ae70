package io.vipagent.agent.vip;

import io.vipagent.core.vip.VipPresence;

/** Hears of each VIP that is not as it was, once. Must not block: the next look waits for it. */
@FunctionalInterface
public interface VipPresenceListener {
    /** Tells of a change of one VIP, on the watch's thread; the first look is none. */
    void changed(VipPresence before, VipPresence after);
}
