package io.vipagent.tools.init.cluster;

import io.vipagent.core.text.Labelled;

/** Who moves the VIP, and what is behind it. */
public enum SetUp implements Labelled {
    /** keepalived and haproxy as services of systemd. */
    SYSTEMD,
    /** keepalived and haproxy as static pods of the kubelet. */
    STATIC_POD,
    /** keepalived as a service of systemd, the VIP directly on the apiserver's port. */
    KEEPALIVED_ONLY,
    /** kube-vip as a static pod; the agent watches beside it. */
    KUBE_VIP;

    @Override
    public String label() {
        return Labelled.super.label().replace('_', '-');
    }

    /** Returns whether haproxy is between the VIP and the apiservers. */
    public boolean haproxy() {
        return this == SYSTEMD || this == STATIC_POD;
    }

    /** Returns whether keepalived moves the VIP. */
    public boolean keepalived() {
        return this != KUBE_VIP;
    }

    /** Returns whether the kubelet starts what is beside it. */
    boolean pods() {
        return this == STATIC_POD || this == KUBE_VIP;
    }
}
