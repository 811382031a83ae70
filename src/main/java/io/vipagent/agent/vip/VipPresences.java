package io.vipagent.agent.vip;

import io.vipagent.core.vip.VipPresence;
import java.util.List;

/**
 * What one look showed.
 *
 * @param vips in the order of the configuration
 * @param lookedNanos when it was taken, monotonic; how old is too old is the reader's to say
 */
public record VipPresences(List<VipPresence> vips, long lookedNanos) {
    public VipPresences {
        vips = List.copyOf(vips);
    }
}
