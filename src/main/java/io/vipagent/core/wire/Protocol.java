package io.vipagent.core.wire;

/** Numbers of VRRP that the network knows it by. */
public final class Protocol {
    /** The number of the protocol in IP. */
    public static final int VRRP = 112;

    /** The group that advertisements of IPv4 are sent to. */
    public static final String GROUP_IPV4 = "224.0.0.18";

    /** The group that advertisements of IPv6 are sent to. */
    public static final String GROUP_IPV6 = "ff02::12";

    private Protocol() {}

    /**
     * Returns the hardware address of a virtual router that has one of its own (RFC 5798, section 7.3), in lower case.
     */
    public static String hardwareAddress(int routerId, boolean ipv6) {
        return String.format("00:00:5e:00:%s:%02x", ipv6 ? "02" : "01", routerId);
    }
}
