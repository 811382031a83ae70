package io.vipagent.tools.doctor.rules;

import io.vipagent.core.text.Labelled;

/** How much a finding hurts, the worst first. */
public enum Severity implements Labelled {
    /** The VIP is or will be on a node that does not serve, or on none. */
    ERROR,
    /** A failover is slower, less sure or less safe than it could be. */
    WARNING,
    /** The node works as it is; this would be better. */
    ADVICE;
}
