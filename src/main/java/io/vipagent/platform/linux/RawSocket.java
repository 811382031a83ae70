package io.vipagent.platform.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hears packets of one IP protocol on one interface, those to a multicast group too, and sends nothing. Needs
 * CAP_NET_RAW.
 */
public final class RawSocket implements AutoCloseable {
    // Linux' own numbers: bits/socket.h, linux/in.h, linux/in6.h, asm-generic/socket.h.
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;
    private static final int IPPROTO_IP = 0;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_ADD_MEMBERSHIP = 20;
    private static final int IPV6_CHECKSUM = 7;
    private static final int OFFSET_OF_CHECKSUM = 6;

    private static final int SOCKADDR_IN6 = 28;
    private static final int MAX_PACKET_BYTES = 2048;

    private final LibC libc;
    private final int descriptor;
    private final boolean ipv6;

    private RawSocket(LibC libc, int descriptor, boolean ipv6) {
        this.libc = libc;
        this.descriptor = descriptor;
        this.ipv6 = ipv6;
    }

    /**
     * A packet that came, with the address of its sender.
     *
     * @param bytes of IPv4 with its header, of IPv6 what it carries, whose checksum is right
     */
    public record Packet(InetAddress source, byte[] bytes) {}

    /**
     * Begins to listen. Empty where that is not permitted or there is no such interface: {@code whyNot} is told, in one
     * line.
     *
     * @param group whose family is that of the packets
     */
    public static Optional<RawSocket> open(
            NetworkInterface network, InetAddress group, int protocol, Consumer<String> whyNot) {
        LibC libc = Linkage.LIBC;
        boolean ipv6 = !(group instanceof Inet4Address);
        int descriptor = libc.socket(ipv6 ? AF_INET6 : AF_INET, SOCK_RAW_CLOEXEC, protocol);
        if (descriptor < 0) {
            whyNot.accept("no raw socket: " + libc.words(descriptor));
            return Optional.empty();
        }
        RawSocket socket = new RawSocket(libc, descriptor, ipv6);
        long bound = socket.narrow(network, group);
        if (bound < 0) {
            socket.close();
            whyNot.accept("no raw socket on " + network.getName() + ": " + libc.words(bound));
            return Optional.empty();
        }
        return Optional.of(socket);
    }

    private int narrow(NetworkInterface network, InetAddress group) {
        byte[] name = (network.getName() + "\0").getBytes(StandardCharsets.UTF_8);
        int bound = libc.setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, name);
        if (bound < 0) {
            return bound;
        }
        if (!ipv6) {
            // struct ip_mreqn: the group, any address, the interface's index.
            byte[] request = numbers(12)
                    .put(group.getAddress())
                    .putInt(8, network.getIndex())
                    .array();
            return libc.setsockopt(descriptor, IPPROTO_IP, IP_ADD_MEMBERSHIP, request);
        }
        byte[] offset = numbers(4).putInt(OFFSET_OF_CHECKSUM).array();
        int checked = libc.setsockopt(descriptor, IPPROTO_IPV6, IPV6_CHECKSUM, offset);
        // struct ipv6_mreq.
        byte[] request = numbers(20)
                .put(group.getAddress())
                .putInt(16, network.getIndex())
                .array();
        return checked < 0 ? checked : libc.setsockopt(descriptor, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request);
    }

    /**
     * Returns the next packet, waited for on this very thread; none in {@code atMost}, to the millisecond, or where a
     * signal came.
     */
    public Optional<Packet> next(Duration atMost) {
        byte[] buffer = new byte[MAX_PACKET_BYTES];
        byte[] from = new byte[SOCKADDR_IN6];
        long length = libc.recvfrom(descriptor, buffer, from);
        if (length < 0
                && libc.awaitEither(descriptor, descriptor, (int) Math.clamp(atMost.toMillis(), 0, Integer.MAX_VALUE))
                        != 0) {
            length = libc.recvfrom(descriptor, buffer, from);
        }
        return length < 0 ? Optional.empty() : Optional.of(packet(Arrays.copyOf(buffer, (int) length), from));
    }

    /** struct sockaddr_in and sockaddr_in6: the address is behind family and port, and in the latter a flow label. */
    private Packet packet(byte[] bytes, byte[] from) {
        try {
            byte[] address = ipv6 ? Arrays.copyOfRange(from, 8, 24) : Arrays.copyOfRange(from, 4, 8);
            return new Packet(InetAddress.getByAddress(address), bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    private static ByteBuffer numbers(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        libc.close(descriptor);
    }
}
