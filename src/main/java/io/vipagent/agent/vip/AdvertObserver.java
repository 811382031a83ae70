package io.vipagent.agent.vip;

import io.vipagent.core.vip.VirtualRouter;
import io.vipagent.core.wire.Advert;
import io.vipagent.core.wire.AdvertError;

/** Hears of every VRRP packet of other nodes, on the threads of the listener. */
public interface AdvertObserver {
    /** Called for an advertisement for {@code router}. */
    void heard(VirtualRouter router, Advert advert);

    /** Called for a packet that a router has to drop. */
    void faulty(String networkInterface, AdvertError error);
}
