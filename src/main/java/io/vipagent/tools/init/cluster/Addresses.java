package io.vipagent.tools.init.cluster;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Literal addresses, read and written. */
final class Addresses {
    private static final Pattern FOUR = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private Addresses() {}

    /** The address of a host, without a zone: a zone means something on one node alone. */
    static Optional<InetAddress> parse(String text) {
        if (!FOUR.matcher(text).matches() && !SIX.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            boolean host =
                    !address.isAnyLocalAddress() && !address.isMulticastAddress() && !address.isLoopbackAddress();
            return Optional.of(address).filter(any -> host);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As people write it; of IPv6 the form of RFC 5952. */
    static String text(InetAddress address) {
        return Cluster.isSix(address) ? six(address.getAddress()) : address.getHostAddress();
    }

    /** The same with brackets where a port may follow. */
    static String host(InetAddress address) {
        return Cluster.isSix(address) ? "[" + text(address) + "]" : text(address);
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
