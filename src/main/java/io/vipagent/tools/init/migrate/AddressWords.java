package io.vipagent.tools.init.migrate;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.text.OneLine;
import java.util.regex.Pattern;

/** Reads addresses as configurations have them. */
final class AddressWords {
    private static final int MAX_QUOTED_LENGTH = 60;

    private static final Pattern LENGTH = Pattern.compile("/[0-9]{1,3}$");
    private static final Pattern FAMILY = Pattern.compile("^(ipv4|ipv6|tcp4|tcp6|tcp)@");

    private AddressWords() {}

    static String shown(String text) {
        return "\"" + OneLine.line(text, MAX_QUOTED_LENGTH) + "\"";
    }

    /** Returns {@code text} without haproxy's family prefix, brackets, and the length of a network behind it. */
    static String address(String text) {
        String bare = LENGTH.matcher(text).replaceFirst("");
        return IpAddresses.withoutBrackets(FAMILY.matcher(bare).replaceFirst(""));
    }

    /**
     * Returns the one form of the address that {@code text} is, however it is written, with or without a prefix; what is
     * no address stays as it is.
     */
    static String normalized(String text) {
        return IpAddresses.literal(address(text)).map(IpAddresses::text).orElse(text);
    }

    /** Returns whether both are the same address, as {@link #normalized} has them. */
    static boolean same(String a, String b) {
        return normalized(a).equals(normalized(b));
    }
}
