package io.vipagent.tools.doctor.wire;

/** A packet of VRRP's protocol number that a router has to drop. */
public final class NoAdvert extends Exception {
    private static final long serialVersionUID = 1;

    NoAdvert(String why) {
        super(why);
    }

    /** Why, in a few words. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
