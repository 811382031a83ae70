package io.vipagent.core.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads advertisements, and refuses what RFC 3768 (section 7.1) and RFC 5798 (section 7.1) have a router drop. */
public final class AdvertReader {
    private static final int ADVERTISEMENT = 1;
    private static final int HEADER = 8;
    private static final int AUTHENTICATION_DATA = 8;
    private static final int AUTHENTICATION_TYPES = 2;
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final int MULTICAST = 0xe0;
    private static final int FROM_THIS_NETWORK = 255;
    private static final int HUNDREDTHS = 0xfff;

    private AdvertReader() {}

    /** Reads a packet of IPv4, header and all. One that was multicast must come from this network: its TTL is 255. */
    public static Advert ipv4(byte[] packet) throws NoAdvert {
        int header = packet.length == 0 ? 0 : (packet[0] & 0xf) * 4;
        if (header < 20 || (packet[0] & 0xf0) != 0x40 || packet.length < header) {
            throw new NoAdvert(AdvertError.LENGTH, "no header of IPv4");
        }
        int total = (packet[2] & 0xff) << 8 | packet[3] & 0xff;
        if (total < header || total > packet.length) {
            throw new NoAdvert(
                    AdvertError.LENGTH, "a length of " + total + " in a packet of " + packet.length + " bytes");
        }
        int ttl = packet[8] & 0xff;
        if (isMulticast(packet) && ttl != FROM_THIS_NETWORK) {
            throw new NoAdvert(AdvertError.TTL, "a TTL of " + ttl + ", expected 255");
        }
        byte[] message = Arrays.copyOfRange(packet, header, total);
        byte[] pseudo = new byte[12];
        System.arraycopy(packet, 12, pseudo, 0, 2 * IPV4);
        pseudo[9] = (byte) Protocol.VRRP;
        pseudo[10] = (byte) (message.length >> 8);
        pseudo[11] = (byte) message.length;
        Advert advert = message(message, IPV4);
        // Version 3 counts the addresses of the packet in; some do not, and keepalived takes both.
        boolean whole = isRight(message) || (advert.version() == 3 && isRight(pseudo, message));
        if (!whole) {
            throw new NoAdvert(AdvertError.CHECKSUM, "a wrong checksum");
        }
        return advert;
    }

    /** Returns whether a packet of IPv4, one that {@link #ipv4} takes, was sent to a group. */
    public static boolean isMulticast(byte[] packet) {
        return (packet[16] & 0xf0) == MULTICAST;
    }

    /** Reads what a packet of IPv6 carries. Its checksum is the kernel's business, which knows both addresses. */
    public static Advert ipv6(byte[] message) throws NoAdvert {
        Advert advert = message(message, IPV6);
        if (advert.version() != 3) {
            throw new NoAdvert(
                    AdvertError.VERSION, "version " + advert.version() + " over IPv6, which has version 3 alone");
        }
        return advert;
    }

    private static Advert message(byte[] message, int addressLength) throws NoAdvert {
        if (message.length < HEADER) {
            throw new NoAdvert(AdvertError.LENGTH, message.length + " bytes, expected 8 at least");
        }
        int version = (message[0] & 0xf0) >> 4;
        int type = message[0] & 0xf;
        if ((version != 2 && version != 3) || type != ADVERTISEMENT) {
            throw new NoAdvert(
                    AdvertError.VERSION, "version " + version + " and type " + type + ", expected 2 or 3 and 1");
        }
        int count = message[3] & 0xff;
        int expected = HEADER + count * addressLength + (version == 2 ? AUTHENTICATION_DATA : 0);
        if (message.length != expected) {
            throw new NoAdvert(
                    AdvertError.LENGTH,
                    message.length + " bytes, expected " + expected + " for " + count + " addresses");
        }
        int routerId = message[1] & 0xff;
        if (routerId == 0) {
            throw new NoAdvert(AdvertError.ROUTER_ID, "router id 0, expected 1 to 255");
        }
        List<InetAddress> addresses = addresses(ByteBuffer.wrap(message, HEADER, count * addressLength), addressLength);
        int priority = message[2] & 0xff;
        if (version == 3) {
            int hundredths = ((message[4] & 0xff) << 8 | message[5] & 0xff) & HUNDREDTHS;
            return new Advert(3, routerId, priority, interval(10L * hundredths), 0, Optional.empty(), addresses);
        }
        int authentication = message[4] & 0xff;
        if (authentication > AUTHENTICATION_TYPES) {
            throw new NoAdvert(
                    AdvertError.AUTHENTICATION, "authentication type " + authentication + ", expected 0 to 2");
        }
        return new Advert(
                2,
                routerId,
                priority,
                interval(1000L * (message[5] & 0xff)),
                authentication,
                authentication == Advert.PASSWORD ? Optional.of(password(message)) : Optional.empty(),
                addresses);
    }

    /**
     * Returns whether the Internet's checksum (RFC 1071) over all parts, itself among them, comes out right; only the
     * last may be of odd length.
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

    private static Duration interval(long milliseconds) throws NoAdvert {
        if (milliseconds == 0) {
            throw new NoAdvert(AdvertError.INTERVAL, "an interval of 0");
        }
        return Duration.ofMillis(milliseconds);
    }

    private static String password(byte[] message) {
        String text = new String(
                message, message.length - AUTHENTICATION_DATA, AUTHENTICATION_DATA, StandardCharsets.ISO_8859_1);
        return text.replaceFirst("\0+$", "");
    }

    private static List<InetAddress> addresses(ByteBuffer bytes, int length) {
        List<InetAddress> addresses = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] address = new byte[length];
            bytes.get(address);
            try {
                addresses.add(InetAddress.getByAddress(address));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("4 and 16 bytes are addresses", e);
            }
        }
        return addresses;
    }
}
