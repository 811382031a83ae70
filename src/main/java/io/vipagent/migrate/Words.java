package io.vipagent.migrate;

import io.vipagent.check.Printable;
import java.net.InetAddress;

/** Words of configurations. */
final class Words {
    private static final int SHOWN = 60;

    private Words() {}

    static String shown(String text) {
        return "\"" + Printable.line(text, SHOWN) + "\"";
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
