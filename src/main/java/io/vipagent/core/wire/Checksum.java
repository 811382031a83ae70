package io.vipagent.core.wire;

/** The Internet's checksum (RFC 1071). */
final class Checksum {
    private Checksum() {}

    /**
     * Returns whether the sum over all parts, a checksum among them, comes out right; only the last may be of odd
     * length.
     */
    static boolean isRight(byte[]... parts) {
        int sum = 0;
        for (byte[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                sum += (part[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
            }
        }
        while (sum > 0xffff) {
            sum = (sum >> 16) + (sum & 0xffff);
        }
        return sum == 0xffff;
    }
}
