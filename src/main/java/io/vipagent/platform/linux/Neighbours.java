package io.vipagent.platform.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The kernel's table of who answered for which address on the links of this host (rtnetlink(7)); needs no privileges.
 */
public final class Neighbours {
    // Linux' own numbers: linux/netlink.h, linux/rtnetlink.h, linux/neighbour.h, bits/socket.h.
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final short RTM_NEWNEIGH = 28;
    private static final short RTM_GETNEIGH = 30;
    private static final short NLM_F_REQUEST_DUMP = 0x1 | 0x300;
    private static final short NLMSG_ERROR = 2;
    private static final short NLMSG_DONE = 3;
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NDA_CACHEINFO = 3;
    private static final int NUD_REACHABLE = 0x2;
    private static final int NUD_PERMANENT = 0x80;

    /** In hundredths of a second, as userland sees ticks. The kernel calls an entry reachable for up to 45 s. */
    private static final int JUST_NOW = 200;

    private static final int SOCKADDR_NL = 12;
    private static final int NLMSGHDR = 16;
    private static final int NDMSG = 12;
    private static final int ETHERNET = 6;
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;
    private static final int TIMEOUT_MILLIS = 1000;

    private Neighbours() {}

    /**
     * Who answers for an address.
     *
     * @param hardware of Ethernet, in lower case with colons
     * @param fresh whether it answered within the last two seconds, or was written by hand; else it is remembered
     */
    public record Neighbour(InetAddress address, String hardware, boolean fresh) {}

    /** Returns those that answered. Empty where the kernel does not say: {@code whyNot} is told, in one line. */
    public static Optional<List<Neighbour>> list(Consumer<String> whyNot) {
        LibC libc = Linkage.LIBC;
        int descriptor = libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE);
        if (descriptor < 0) {
            whyNot.accept("no netlink socket: " + libc.words(descriptor));
            return Optional.empty();
        }
        try {
            byte[] kernel = numbers(SOCKADDR_NL).putShort((short) AF_NETLINK).array();
            long sent = libc.sendto(descriptor, request(), 0, kernel);
            if (sent < 0) {
                whyNot.accept("no neighbours from a netlink socket: " + libc.words(sent));
                return Optional.empty();
            }
            return Optional.of(answers(libc, descriptor));
        } finally {
            libc.close(descriptor);
        }
    }

    /** struct nlmsghdr and, of any family, an empty struct ndmsg. */
    private static byte[] request() {
        return numbers(NLMSGHDR + NDMSG)
                .putInt(NLMSGHDR + NDMSG)
                .putShort(RTM_GETNEIGH)
                .putShort(NLM_F_REQUEST_DUMP)
                .array();
    }

    private static List<Neighbour> answers(LibC libc, int descriptor) {
        List<Neighbour> all = new ArrayList<>();
        byte[] buffer = new byte[MAX_MESSAGE_BYTES];
        while (libc.awaitEither(descriptor, descriptor, TIMEOUT_MILLIS) != 0) {
            long length = libc.recvfrom(descriptor, buffer, new byte[SOCKADDR_NL]);
            if (length <= 0 || take(Arrays.copyOf(buffer, (int) length), all)) {
                break;
            }
        }
        return all;
    }

    /** Adds what is in a datagram of messages; whether it holds the end. What is cut off or unknown is passed over. */
    static boolean take(byte[] datagram, List<Neighbour> all) {
        ByteBuffer bytes = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        for (int at = 0; at + NLMSGHDR <= datagram.length; ) {
            int length = bytes.getInt(at);
            short type = bytes.getShort(at + 4);
            if (length < NLMSGHDR || length > datagram.length - at || type == NLMSG_DONE || type == NLMSG_ERROR) {
                return true;
            }
            if (type == RTM_NEWNEIGH && length >= NLMSGHDR + NDMSG) {
                neighbour(bytes, at + NLMSGHDR, at + length).ifPresent(all::add);
            }
            at += aligned(length);
        }
        return false;
    }

    /** struct ndmsg has the state at 8; behind it are attributes, each a length, a type and a value. */
    private static Optional<Neighbour> neighbour(ByteBuffer bytes, int from, int to) {
        short state = bytes.getShort(from + 8);
        byte[] address = new byte[0];
        byte[] hardware = new byte[0];
        boolean justNow = false;
        for (int at = from + NDMSG; at + 4 <= to; ) {
            int length = bytes.getShort(at) & 0xffff;
            if (length < 4 || length > to - at) {
                break;
            }
            byte[] value = Arrays.copyOfRange(bytes.array(), at + 4, at + length);
            switch (bytes.getShort(at + 2)) {
                case NDA_DST -> address = value;
                case NDA_LLADDR -> hardware = value;
                // struct nda_cacheinfo begins with the time since it was confirmed.
                case NDA_CACHEINFO ->
                    justNow = length >= 8 && Integer.compareUnsigned(bytes.getInt(at + 4), JUST_NOW) <= 0;
                default -> {
                    // Nothing else says who it is.
                }
            }
            at += aligned(length);
        }
        if (hardware.length != ETHERNET || (address.length != 4 && address.length != 16)) {
            return Optional.empty();
        }
        try {
            String words = HexFormat.ofDelimiter(":").formatHex(hardware);
            boolean fresh = (state & NUD_PERMANENT) != 0 || ((state & NUD_REACHABLE) != 0 && justNow);
            return Optional.of(new Neighbour(InetAddress.getByAddress(address), words, fresh));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }

    private static ByteBuffer numbers(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }
}
