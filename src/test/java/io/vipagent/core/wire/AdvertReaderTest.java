package io.vipagent.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of keepalived 2.2.7, as a raw socket gave them, and what becomes of them. */
class AdvertReaderTest {
    private static final String HEADER = "45c0002800010000ff701887c000020be0000012";
    private static final String WITH_PASSWORD = HEADER + "2133960101010809c00002647333637265744142";
    private static final String WITHOUT =
            "45c0002800010000ff701887c000020be00000122135960100018660c00002670000000000000000";
    private static final String HEADER_3 = "45c0002400010000ff70188bc000020be0000012";
    private static final String VERSION_3 = HEADER_3 + "313496020014114ac0000265c0000266";
    private static final String IPV6 = "3136960100325de320010db8000000000000000000000100";

    @Test
    void readsVersion2() throws Exception {
        Advert advert = AdvertReader.ipv4(bytes(WITH_PASSWORD));
        assertThat(advert)
                .isEqualTo(new Advert(
                        2, 51, 150, Duration.ofSeconds(1), 1, Optional.of("s3cretAB"), addresses("192.0.2.100")));
        assertThat(advert.toString()).contains("router id 51", "192.0.2.100").doesNotContain("s3cret");
        assertThat(AdvertReader.ipv4(bytes(WITHOUT)))
                .isEqualTo(
                        new Advert(2, 53, 150, Duration.ofSeconds(1), 0, Optional.empty(), addresses("192.0.2.103")));
    }

    @Test
    void readsVersion3OverBothFamilies() throws Exception {
        assertThat(AdvertReader.ipv4(bytes(VERSION_3)))
                .isEqualTo(new Advert(
                        3,
                        52,
                        150,
                        Duration.ofMillis(200),
                        0,
                        Optional.empty(),
                        addresses("192.0.2.101", "192.0.2.102")));
        assertThat(AdvertReader.ipv6(bytes(IPV6)))
                .isEqualTo(new Advert(
                        3, 54, 150, Duration.ofMillis(500), 0, Optional.empty(), addresses("2001:db8::100")));
    }

    /** Some leave the packet's addresses out of the sum. */
    @Test
    void takesBothChecksumsOfVersion3() throws Exception {
        byte[] packet = bytes(VERSION_3);
        int sum = 0;
        packet[26] = 0;
        packet[27] = 0;
        for (int i = 20; i < packet.length; i += 2) {
            sum += (packet[i] & 0xff) << 8 | packet[i + 1] & 0xff;
        }
        sum = (sum & 0xffff) + (sum >> 16);
        packet[26] = (byte) (~sum >> 8);
        packet[27] = (byte) ~sum;
        assertThat(AdvertReader.ipv4(packet).routerId()).isEqualTo(52);
    }

    @Test
    void takesShortPasswordsAndTheEndOfAReign() throws Exception {
        // The password's four last characters become zeros, and the priority 0: the sum has 7441 + 4142 + 9600 more to
        // give.
        Advert advert = AdvertReader.ipv4(mend(HEADER + "213300010101 0000 c00002647333637200000000".replace(" ", "")));
        assertThat(advert.password()).contains("s3cr");
        assertThat(advert.priority()).isZero();
    }

    /** 70 addresses: both lengths, the packet's and the one in the sum, take two bytes; so does the interval. */
    @Test
    void readsLongPacketsAndLongIntervals() throws Exception {
        byte[] packet = Arrays.copyOf(bytes(HEADER_3 + "3134964601f40000"), 28 + 70 * 4);
        packet[2] = (byte) (packet.length >> 8);
        packet[3] = (byte) packet.length;
        for (int i = 0; i < 70; i++) {
            System.arraycopy(new byte[] {(byte) 192, 0, 2, (byte) (i + 1)}, 0, packet, 28 + 4 * i, 4);
        }
        mend(packet, 0xc000 + 0x020b + 0xe000 + 0x0012 + 112 + 288);
        Advert advert = AdvertReader.ipv4(packet);
        assertThat(advert.addresses()).hasSize(70).endsWith(InetAddress.ofLiteral("192.0.2.70"));
        assertThat(advert.interval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void knowsTheHeaderOfItsOwnThatVersion2MayHave() throws Exception {
        byte[] packet = bytes(WITH_PASSWORD);
        packet[24] = 2;
        Advert advert = AdvertReader.ipv4(mend(packet));
        assertThat(advert.authentication()).isEqualTo(2);
        assertThat(advert.password()).isEmpty();
    }

    @Test
    void aHeaderAloneIsWholeAndEmpty() {
        byte[] packet = bytes(HEADER);
        packet[3] = 20;
        refused(() -> AdvertReader.ipv4(packet), "0 bytes, expected 8 at least");
    }

    /** RFC 1071: a byte that is missing at the end counts as 0. */
    @Test
    void sumsAnOddLengthAsIfAZeroFollowed() {
        assertThat(AdvertReader.isRight(bytes("123497cb56"))).isTrue();
        assertThat(AdvertReader.isRight(bytes("123497cb56"), new byte[0])).isTrue();
        assertThat(AdvertReader.isRight(bytes("3412cb9756"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // offset, new byte, why; the checksum is made right again
        "20, 11, version 1 and type 1",
        "20, 41, version 4 and type 1",
        "20, 22, version 2 and type 2",
        "21, 00, router id 0",
        "23, 02, '20 bytes, expected 24 for 2 addresses'",
        "23, 00, '20 bytes, expected 16 for 0 addresses'",
        "24, 03, authentication type 3",
        "25, 00, an interval of 0",
        "8, fe, 'a TTL of 254, expected 255'",
        "3, 27, '19 bytes, expected 20'",
        "3, 13, a length of 19",
        "3, 29, a length of 41 in a packet of 40 bytes",
        "0, 65, no header of IPv4",
        "0, 44, no header of IPv4",
        "0, 4f, no header of IPv4"
    })
    void refusesWhatARouterHasToDrop(int offset, String value, String why) {
        byte[] packet = bytes(WITH_PASSWORD);
        packet[offset] = HexFormat.of().parseHex(value)[0];
        refused(() -> AdvertReader.ipv4(mend(packet)), why);
    }

    @Test
    void refusesAWrongChecksum() {
        for (int offset = 20; offset < 40; offset++) {
            byte[] packet = bytes(WITH_PASSWORD);
            packet[offset] ^= 0x04;
            assertThatThrownBy(() -> AdvertReader.ipv4(packet)).isInstanceOf(NoAdvert.class);
        }
        byte[] packet = bytes(WITH_PASSWORD);
        packet[39]++;
        refused(() -> AdvertReader.ipv4(packet), "a wrong checksum");
        byte[] third = bytes(VERSION_3);
        third[22]--;
        refused(() -> AdvertReader.ipv4(third), "a wrong checksum");
    }

    /** Version 2 leaves them out, so a sum that is right with them is wrong. */
    @Test
    void theAddressesOfAPacketCountInVersion3Alone() {
        byte[] other = bytes(VERSION_3);
        other[15]++;
        refused(() -> AdvertReader.ipv4(other), "a wrong checksum");
    }

    @Test
    void aUnicastAdvertMayComeFromAfar() throws Exception {
        byte[] packet = bytes(WITH_PASSWORD);
        packet[8] = 64;
        packet[16] = (byte) 192;
        assertThat(AdvertReader.ipv4(packet).routerId()).isEqualTo(51);
    }

    @Test
    void overIpv6ThereIsVersion3Alone() {
        refused(
                () -> AdvertReader.ipv6(
                        bytes("2136960100010000" + "20010db8000000000000000000000100" + "0000000000000000")),
                "version 2 over IPv6");
        refused(
                () -> AdvertReader.ipv6(bytes(IPV6.substring(0, IPV6.length() - 2))),
                "23 bytes, expected 24 for 1 addresses");
        refused(() -> AdvertReader.ipv6(new byte[7]), "7 bytes, expected 8 at least");
    }

    /** Cut anywhere, and with anything in it: an advertisement or a refusal, and never anything else. */
    @ParameterizedTest
    @ValueSource(strings = {WITH_PASSWORD, VERSION_3, IPV6})
    void takesOrRefusesAnyBytes(String whole) {
        Random random = new Random(7);
        byte[] bytes = bytes(whole);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(isAdvert(cut)).isFalse();
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = Arrays.copyOf(bytes, random.nextInt(bytes.length * 2));
            for (int j = random.nextInt(4); j >= 0 && changed.length > 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            isAdvert(changed);
            byte[] any = new byte[random.nextInt(64)];
            random.nextBytes(any);
            isAdvert(any);
        }
    }

    private static boolean isAdvert(byte[] bytes) {
        try {
            AdvertReader.ipv4(bytes);
            return true;
        } catch (NoAdvert e) {
            assertThat(e.why()).isNotBlank();
        }
        try {
            Advert advert = AdvertReader.ipv6(bytes);
            assertThat(advert.routerId()).isBetween(1, 255);
            return true;
        } catch (NoAdvert e) {
            return false;
        }
    }

    @Test
    void knowsTheHardwareAddressesOfVirtualRouters() {
        assertThat(Protocol.hardwareAddress(51, false)).isEqualTo("00:00:5e:00:01:33");
        assertThat(Protocol.hardwareAddress(255, true)).isEqualTo("00:00:5e:00:02:ff");
    }

    private static void refused(ThrowingCallable reading, String why) {
        assertThatThrownBy(reading).isInstanceOf(NoAdvert.class).hasMessageContaining(why);
    }

    private static List<InetAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(InetAddress::ofLiteral).toList();
    }

    private static byte[] mend(String hex) {
        return mend(bytes(hex));
    }

    /** Makes the checksum of version 2 right, as far as there is one. */
    private static byte[] mend(byte[] packet) {
        return mend(packet, 0);
    }

    /** The same where {@code start} is what else counts. */
    private static byte[] mend(byte[] packet, int start) {
        int sum = start;
        packet[26] = 0;
        packet[27] = 0;
        for (int i = 20; i < packet.length; i += 2) {
            sum += (packet[i] & 0xff) << 8 | packet[i + 1] & 0xff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        packet[26] = (byte) (~sum >> 8);
        packet[27] = (byte) ~sum;
        return packet;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
