package io.vipagent.core.health;

import io.vipagent.core.target.TargetRole;
import io.vipagent.core.text.Labelled;

/** Which roles decide whether this node may hold the virtual IP. */
public enum Policy implements Labelled {
    /** This node's own apiserver. */
    LOCAL,
    /** The local haproxy: any apiserver through it will do. */
    FRONTEND,
    /** Both of them. */
    BOTH;

    /** Returns whether targets of {@code role} have a say. */
    public boolean asks(TargetRole role) {
        return switch (role) {
            case LOCAL -> this != FRONTEND;
            case FRONTEND -> this != LOCAL;
            case BACKEND, VIP -> false;
        };
    }
}
