package io.vipagent.tools.doctor.facts;

import java.net.InetAddress;
import java.util.Optional;

/** IP addresses as text. */
public final class VipAddresses {
    private VipAddresses() {}

    /** The address, if {@code text} is a literal; its zone does not matter. */
    public static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text.split("%", 2)[0]));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Whether both are the same address. */
    public static boolean same(String one, String other) {
        Optional<InetAddress> address = literal(one);
        return address.isPresent() && address.equals(literal(other));
    }

    /** Whether both are of one family. */
    public static boolean sameFamily(String one, String other) {
        return one.indexOf(':') >= 0 == other.indexOf(':') >= 0;
    }

    /**
     * Whether {@code address} is in {@code network}.
     *
     * @param network an address with its prefix
     */
    public static boolean isIn(String address, String network) {
        String[] parts = network.split("/", 2);
        byte[] one = bytes(address);
        byte[] other = bytes(parts[0]);
        if (one.length == 0 || one.length != other.length || !hasSubnet(network)) {
            return false;
        }
        int prefix = Integer.parseInt(parts[1]);
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code network} has a prefix that leaves room for neighbours. */
    public static boolean hasSubnet(String network) {
        String[] parts = network.split("/", 2);
        return parts.length == 2
                && parts[1].matches("[0-9]{1,3}")
                && Integer.parseInt(parts[1]) < bytes(parts[0]).length * 8;
    }

    private static byte[] bytes(String address) {
        return literal(address).map(InetAddress::getAddress).orElse(new byte[0]);
    }
}
