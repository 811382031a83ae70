package io.vipagent.tools.init.migrate;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.text.OneLine;

/** Words of configurations. */
final class AddressWords {
    private static final int MAX_QUOTED_LENGTH = 60;

    private AddressWords() {}

    static String shown(String text) {
        return "\"" + OneLine.line(text, MAX_QUOTED_LENGTH) + "\"";
    }

    /** {@code text} without haproxy's family prefix. */
    static String address(String text) {
        return IpAddresses.withoutBrackets(text.replaceFirst("^(ipv4|ipv6|tcp4|tcp6|tcp)@", ""));
    }

    /** Whether both are the same address, however they are written. */
    static boolean same(String a, String b) {
        return a.equals(b) || IpAddresses.same(a, b);
    }
}
