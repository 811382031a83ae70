package io.vipagent.core.text;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A network in CIDR form.
 *
 * @param base an address in the network
 * @param prefix how many leading bits count
 */
public record Cidr(InetAddress base, int prefix) {
    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or an address, which stands for itself alone.
     *
     * @throws IllegalArgumentException where the text is none of these
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = IpAddresses.literal(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
        int bits = base.getAddress().length * Byte.SIZE;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("prefix " + prefix);
        }
        return new Cidr(base, prefix);
    }

    /**
     * Returns whether {@code address} is in {@code network}.
     *
     * @param network an address with a prefix that leaves room for neighbours
     */
    public static boolean isIn(String address, String network) {
        Optional<InetAddress> literal = IpAddresses.literal(address);
        return literal.isPresent() && hasSubnet(network) && parse(network).contains(literal.get());
    }

    /** Returns whether {@code network} has a prefix that leaves room for neighbours. */
    public static boolean hasSubnet(String network) {
        try {
            Cidr cidr = parse(network);
            return cidr.prefix() < cidr.base().getAddress().length * Byte.SIZE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether {@code address} is of the same family and agrees in the leading bits. */
    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return IpAddresses.text(base) + "/" + prefix;
    }
}
