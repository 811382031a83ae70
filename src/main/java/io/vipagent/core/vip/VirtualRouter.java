package io.vipagent.core.vip;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What keepalived.conf says of a VRRP instance and no state changes.
 *
 * @param name of {@code vrrp_instance}
 * @param routerId {@code virtual_router_id}, 1 to 255
 * @param networkInterface where it sends and hears advertisements
 * @param ipv6 whether its advertisements are of IPv6
 */
public record VirtualRouter(String name, int routerId, String networkInterface, boolean ipv6) {
    /** What {@link #parse} reads, in words. */
    public static final String FORM = "NAME/ROUTER-ID/INTERFACE/FAMILY, such as VI_1/51/eth0/ipv4";

    /** A name of an interface has 15 bytes at most, and no slash. */
    private static final Pattern WORDS = Pattern.compile("(\\S{1,100})/([1-9][0-9]{0,2})/([^\\s/]{1,15})/(ipv4|ipv6)");

    private static final int MAX_ROUTER_ID = 255;

    /** Reads the four words that {@link #toString} writes; empty where {@code text} is something else. */
    public static Optional<VirtualRouter> parse(String text) {
        Matcher words = WORDS.matcher(text);
        if (!words.matches() || Integer.parseInt(words.group(2)) > MAX_ROUTER_ID) {
            return Optional.empty();
        }
        return Optional.of(new VirtualRouter(
                words.group(1),
                Integer.parseInt(words.group(2)),
                words.group(3),
                words.group(4).equals("ipv6")));
    }

    /** Returns {@code ipv4} or {@code ipv6}. */
    public String family() {
        return ipv6 ? "ipv6" : "ipv4";
    }

    @Override
    public String toString() {
        return name + "/" + routerId + "/" + networkInterface + "/" + family();
    }
}
