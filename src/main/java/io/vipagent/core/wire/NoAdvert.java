package io.vipagent.core.wire;

/** A packet of VRRP's protocol number that a router has to drop. */
public final class NoAdvert extends Exception {
    private static final long serialVersionUID = 1;

    /** What is wrong with the packet. */
    private final AdvertError error;

    NoAdvert(AdvertError error, String why) {
        super(why);
        this.error = error;
    }

    /** Returns what is wrong with the packet, as the label of a metric. */
    public AdvertError error() {
        return error;
    }

    /** Returns why it is dropped, in a few words. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
