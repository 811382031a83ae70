package io.vipagent.agent.vip;

import io.vipagent.core.vip.LocalAddress;
import java.io.IOException;
import java.util.List;

/** This host's network interfaces, as a port. */
@FunctionalInterface
public interface Interfaces {
    /**
     * Returns the addresses that there are at this moment.
     *
     * @throws IOException where the host does not say
     */
    List<LocalAddress> addresses() throws IOException;
}
