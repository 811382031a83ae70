package io.vipagent.core.target;

import io.vipagent.core.text.Labelled;

/** What a target is to this node; the policy says which roles decide. */
public enum TargetRole implements Labelled {
    /** This node's own apiserver. */
    LOCAL,
    /** Another node's apiserver. */
    BACKEND,
    /** The local haproxy: any apiserver through it. */
    FRONTEND,
    /** Through the virtual IP: observed only, since on a backup node it is another node that answers. */
    VIP;
}
