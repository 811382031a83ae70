package io.vipagent.core.text;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads and writes IP addresses, and never looks up a name. The JDK reads the bits; it also takes {@code 1} for
 * 0.0.0.1, which is refused here. smallrye-common-net is not used: its toOptimalString (2.16.0) writes 1:2:3:4:5:6:7:0
 * as 1:2:3:4:5:6:70.
 */
public final class IpAddresses {
    private static final Pattern FOUR = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F.]*+:[0-9a-fA-F:.]*+(%.+)?");

    private IpAddresses() {}

    /** Returns the address that {@code text} is, if it is a literal; a zone must be one of this machine. */
    public static Optional<InetAddress> parse(String text) {
        if (!FOUR.matcher(text).matches() && !SIX.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the address that {@code text} is, if it is a literal without a zone, which means something on one machine
     * alone.
     */
    public static Optional<InetAddress> parseGlobal(String text) {
        return text.indexOf('%') < 0 ? parse(text) : Optional.empty();
    }

    /** Returns the address that {@code text} is, if it is a literal; a zone does not matter. */
    public static Optional<InetAddress> literal(String text) {
        return parse(text.split("%", 2)[0]);
    }

    /**
     * Returns the one form in which {@link #text} writes the address that {@code text} is; what is no address stays as
     * it is. To look many up in a set costs less than {@link #same} for each pair.
     */
    public static String normalized(String text) {
        return literal(text).map(IpAddresses::text).orElse(text);
    }

    /** Returns whether both are the same address, however they are written. */
    public static boolean same(String one, String other) {
        Optional<InetAddress> address = literal(one);
        return address.isPresent() && address.equals(literal(other));
    }

    /** Returns whether the two texts, addresses both, are of one family. */
    public static boolean sameFamily(String one, String other) {
        return one.indexOf(':') >= 0 == other.indexOf(':') >= 0;
    }

    /** Returns whether the address is one of IPv6. */
    public static boolean isSix(InetAddress address) {
        return address.getAddress().length > 4;
    }

    /** {@code address} as people write it; of IPv6 the form of RFC 5952, without a zone. */
    public static String text(InetAddress address) {
        return isSix(address) ? six(address.getAddress()) : address.getHostAddress();
    }

    /** Returns the same as {@link #text} with brackets where a port may follow. */
    public static String host(InetAddress address) {
        return withBrackets(text(address));
    }

    /** {@code host}, an address or a name, as it may stand before a port: an IPv6 address in brackets. */
    public static String withBrackets(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** {@code host} without the brackets that an IPv6 address may have. */
    public static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String six(byte[] bytes) {
        int[] groups = new int[bytes.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int longest = 1;
        int begin = -1;
        for (int i = 0; i < groups.length; i++) {
            int zeros = zeros(groups, i);
            if (zeros > longest) {
                longest = zeros;
                begin = i;
            }
        }
        return begin < 0
                ? join(groups, 0, groups.length)
                : join(groups, 0, begin) + "::" + join(groups, begin + longest, groups.length);
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
