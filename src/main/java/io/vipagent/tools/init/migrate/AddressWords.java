package io.vipagent.tools.init.migrate;

import io.vipagent.core.text.OneLine;
import java.net.InetAddress;

/** Words of configurations. */
final class AddressWords {
    private static final int SHOWN = 60;

    private AddressWords() {}

    static String shown(String text) {
        return "\"" + OneLine.line(text, SHOWN) + "\"";
    }

    /** {@code text} without haproxy's family prefix. */
    static String address(String text) {
        return text.replaceFirst("^(ipv4|ipv6|tcp4|tcp6|tcp)@", "").replaceFirst("^\\[(.*)]$", "$1");
    }

    /** Whether both are the same address, however they are written. */
    static boolean same(String a, String b) {
        return a.equals(b) || normal(a).equals(normal(b));
    }

    private static String normal(String text) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
