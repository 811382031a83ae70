package io.vipagent.tools.doctor.rules;

import java.util.Locale;

/** How much a finding hurts, the worst first. */
public enum Severity {
    /** The VIP is or will be on a node that does not serve, or on none. */
    ERROR,
    /** A failover is slower, less sure or less safe than it could be. */
    WARNING,
    /** It works; this would be better. */
    ADVICE;

    /** The word in every output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
