package io.vipagent.core.protocol;

import java.net.InetAddress;
import java.util.List;

/** Who may ask: networks in CIDR form. */
public record AllowList(List<Cidr> networks) {
    /** Whether {@code address} is in one of them. */
    public boolean allows(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * A network.
     *
     * @param prefix how many leading bits count
     */
    public record Cidr(InetAddress base, int prefix) {
        /**
         * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or an address, which stands for itself alone.
         *
         * @throws IllegalArgumentException where it is none of these
         */
        public static Cidr parse(String text) {
            int slash = text.indexOf('/');
            InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits = base.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("prefix " + prefix);
            }
            return new Cidr(base, prefix);
        }

        /** Whether {@code address} is of the same family and agrees in the leading bits. */
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
            return base.getHostAddress() + "/" + prefix;
        }
    }
}
