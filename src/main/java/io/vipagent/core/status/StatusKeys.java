package io.vipagent.core.status;

/** The keys of the status, in JSON, that are written in one place and read of another agent in another. */
final class StatusKeys {
    static final String NODE = "node";
    static final String VERSION = "version";
    static final String TIME = "time";
    static final String DECISION = "decision";
    static final String MAY_HOLD_VIP = "mayHoldVip";
    static final String STATE = "state";
    static final String REASON = "reason";
    static final String DETAIL = "detail";
    static final String VIPS = "vips";
    static final String ADDRESS = "address";
    static final String PRESENT = "present";
    static final String VRRP = "vrrp";
    static final String INSTANCE = "instance";
    static final String PRIORITY = "priority";
    static final String KEEPALIVED = "keepalived";
    static final String TARGETS = "targets";
    static final String NAME = "name";
    static final String ROLE = "role";
    static final String CERTIFICATE = "certificate";
    static final String NOT_AFTER = "notAfter";

    private StatusKeys() {}
}
