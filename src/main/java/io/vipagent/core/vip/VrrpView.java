package io.vipagent.core.vip;

import java.util.List;

/**
 * Everything that was heard of VRRP, at one moment.
 *
 * @param instances in the order of their names
 * @param master whether any of them is MASTER
 */
public record VrrpView(List<VrrpInstanceState> instances, Since<Boolean> master) {
    public VrrpView {
        instances = List.copyOf(instances);
    }

    /** Returns whether keepalived ever said anything: else no {@code notify} may be configured. */
    public boolean heard() {
        return !instances.isEmpty();
    }
}
