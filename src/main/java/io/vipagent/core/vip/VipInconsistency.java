package io.vipagent.core.vip;

import io.vipagent.core.text.Labelled;

/** Whether a VIP is where it should be: the one place of these words. */
public enum VipInconsistency implements Labelled {
    /** Nothing that is known speaks against another. */
    CONSISTENT,
    /** keepalived says that it is the master, but the address is not on this node. */
    MASTER_WITHOUT_ADDRESS,
    /** The address is on this node, but keepalived does not say that it is the master. */
    ADDRESS_WITHOUT_MASTER,
    /** The address is on this node, though the agent decided that it may not be. */
    ADDRESS_DESPITE_DENIAL,
    /** The address is on this node, but the keepalived that would take it away is dead or frozen. */
    ADDRESS_WITHOUT_KEEPALIVED;
}
