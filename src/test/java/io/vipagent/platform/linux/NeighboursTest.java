package io.vipagent.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.lab.InOwnNetwork;
import io.vipagent.lab.IpBatch;
import io.vipagent.platform.linux.Neighbours.Neighbour;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's neighbours, and raw sockets. */
@Timeout(60)
class NeighboursTest {
    private static final int VRRP = 112;

    @Test
    @InOwnNetwork
    void areThoseThatAnswered() throws Exception {
        IpBatch.all(
                "link add v0 type veth peer name v1",
                "link set v0 up",
                "link set v1 up",
                "addr add 192.0.2.1/24 dev v0",
                "neigh add 192.0.2.7 lladdr 02:00:00:00:00:0A dev v0 nud reachable",
                "neigh add 192.0.2.8 lladdr 02:00:00:00:00:0b dev v0 nud stale",
                "neigh add 192.0.2.9 dev v0 nud failed",
                "neigh add 2001:db8::7 lladdr 02:00:00:00:00:0c dev v0 nud permanent");
        assertThat(Neighbours.list(System.err::println).orElseThrow())
                .filteredOn(neighbour -> neighbour.hardware().startsWith("02"))
                .containsExactlyInAnyOrder(
                        new Neighbour(InetAddress.ofLiteral("192.0.2.7"), "02:00:00:00:00:0a", true),
                        new Neighbour(InetAddress.ofLiteral("192.0.2.8"), "02:00:00:00:00:0b", false),
                        new Neighbour(InetAddress.ofLiteral("2001:db8::7"), "02:00:00:00:00:0c", true));
    }

    /** A packet comes with its header of 20 bytes. */
    @Test
    @InOwnNetwork
    void rawSocketsHearTheirProtocol() throws Exception {
        hears("127.0.0.1", "224.0.0.18", "010203", 23);
    }

    /** The kernel looks at the checksum, the last two bytes, and takes the header away. */
    @Test
    @InOwnNetwork
    void rawSocketsHearTheirProtocolOverIpv6() throws Exception {
        hears("::1", "ff02::12", "310101000001cd83", 8);
    }

    @Test
    @InOwnNetwork
    void noRawSocketForAGroupThatIsNone() throws Exception {
        List<String> complaints = new ArrayList<>();
        assertThat(RawSocket.open(
                        NetworkInterface.getByName("lo"), InetAddress.ofLiteral("192.0.2.1"), VRRP, complaints::add))
                .isEmpty();
        assertThat(complaints).containsExactly("no raw socket on lo: Invalid argument");
    }

    private static void hears(String address, String group, String message, int length) throws Exception {
        NetworkInterface lo = NetworkInterface.getByName("lo");
        try (RawSocket socket = RawSocket.open(lo, InetAddress.ofLiteral(group), VRRP, System.err::println)
                .orElseThrow()) {
            assertThat(socket.next(Duration.ofMillis(20))).isEmpty();
            byte[] bytes = HexFormat.of().parseHex(message);
            assertThat(sent(InetAddress.ofLiteral(address), bytes)).isEqualTo(bytes.length);
            assertThat(socket.next(Duration.ofSeconds(20)))
                    .hasValueSatisfying(packet -> assertThat(packet)
                            .returns(InetAddress.ofLiteral(address), RawSocket.Packet::source)
                            .returns(length, heard -> heard.bytes().length));
        }
    }

    private static long sent(InetAddress to, byte[] bytes) {
        boolean ipv6 = to.getAddress().length == 16;
        LibC libc = Linkage.LIBC;
        int sender = libc.socket(ipv6 ? 10 : 2, 3, VRRP);
        byte[] socketAddress = new byte[ipv6 ? 28 : 16];
        socketAddress[0] = (byte) (ipv6 ? 10 : 2);
        System.arraycopy(to.getAddress(), 0, socketAddress, ipv6 ? 8 : 4, to.getAddress().length);
        long sent = libc.sendto(sender, bytes, 0, socketAddress);
        libc.close(sender);
        return sent;
    }

    /** The kernel calls an entry reachable for half a minute after the last answer. */
    @ParameterizedTest
    @CsvSource({"2, 200, true", "2, 201, false", "2, -1, false", "4, 0, false", "128, 999999, true"})
    void areFreshWhereTheyAnsweredWithinTwoSeconds(int state, int confirmed, boolean fresh) {
        byte[] message = ByteBuffer.allocate(64)
                .order(ByteOrder.nativeOrder())
                .putInt(64)
                .putShort((short) 28)
                .putShort(24, (short) state)
                .position(28)
                .putShort((short) 8)
                .putShort((short) 1)
                .put(new byte[] {(byte) 192, 0, 2, 7})
                .putShort((short) 10)
                .putShort((short) 2)
                .put(new byte[] {2, 0, 0, 0, 0, 7})
                .position(48)
                .putShort((short) 16)
                .putShort((short) 3)
                .putInt(confirmed)
                .array();
        List<Neighbour> all = new ArrayList<>();
        assertThat(Neighbours.take(message, all)).isFalse();
        assertThat(all).containsExactly(new Neighbour(InetAddress.ofLiteral("192.0.2.7"), "02:00:00:00:00:07", fresh));
    }

    @Test
    void takesAnyBytes() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            // A length that fits, and the type of a neighbour.
            if (bytes.length > 44) {
                bytes[0] = (byte) (28 + random.nextInt(bytes.length - 28));
                Arrays.fill(bytes, 1, 4, (byte) 0);
                bytes[4] = 28;
                bytes[5] = 0;
            }
            List<Neighbour> all = new ArrayList<>();
            Neighbours.take(bytes, all);
            assertThat(all).hasSizeLessThan(5);
        }
    }
}
