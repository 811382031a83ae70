package io.vipagent.tools.init.migrate;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.text.OneLine;

/** Reads addresses as configurations have them. */
final class AddressWords {
    private static final int MAX_QUOTED_LENGTH = 60;

    private AddressWords() {}

    static String shown(String text) {
        return "\"" + OneLine.line(text, MAX_QUOTED_LENGTH) + "\"";
    }

    /** Returns {@code text} without haproxy's family prefix, brackets, and the length of a network behind it. */
    static String address(String text) {
        return IpAddresses.withoutBrackets(
                text.replaceFirst("/[0-9]{1,3}$", "").replaceFirst("^(ipv4|ipv6|tcp4|tcp6|tcp)@", ""));
    }

    /** Returns whether both are the same address, however they are written, with or without a prefix. */
    static boolean same(String a, String b) {
        return a.equals(b) || IpAddresses.same(address(a), address(b));
    }
}
