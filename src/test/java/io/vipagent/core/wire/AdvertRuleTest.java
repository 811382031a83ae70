package io.vipagent.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.vip.VirtualRouter;
import io.vipagent.core.wire.AdvertRule.ReceivedPacket;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets of keepalived 2.2.7, and what they are to a node. */
class AdvertRuleTest {
    private static final String IPV4 =
            "45c0002800010000ff701887c000020be00000122133960101010809c00002647333637265744142";
    private static final String IPV6 = "3136960100325de320010db8000000000000000000000100";

    private static final VirtualRouter FOUR = new VirtualRouter("four", 51, "eth0", false);
    private static final VirtualRouter SIX = new VirtualRouter("six", 54, "eth0", true);

    @Test
    void anAdvertisementForAnInstanceIsHeard() {
        AdvertRule rule = rule("192.0.2.100", "2001:db8::100");
        assertThat(rule.judge("eth0", false, bytes(IPV4)))
                .isInstanceOfSatisfying(ReceivedPacket.Accepted.class, heard -> {
                    assertThat(heard.router()).isEqualTo(FOUR);
                    assertThat(heard.advert().priority()).isEqualTo(150);
                });
        assertThat(rule.judge("eth0", true, bytes(IPV6)))
                .isInstanceOfSatisfying(
                        ReceivedPacket.Accepted.class,
                        heard -> assertThat(heard.router()).isEqualTo(SIX));
    }

    /** Another router id, family or interface is another router: a network may have many. */
    @Test
    void thatOfAnotherRouterIsForeign() {
        assertThat(rule().judge("eth1", false, bytes(IPV4))).isEqualTo(new ReceivedPacket.Foreign());
        assertThat(new AdvertRule(List.of(SIX), Set.of()).judge("eth0", false, bytes(IPV4)))
                .isEqualTo(new ReceivedPacket.Foreign());
        VirtualRouter other = new VirtualRouter("four", 51, "eth0", true);
        assertThat(new AdvertRule(List.of(other), Set.of()).judge("eth0", false, bytes(IPV4)))
                .isEqualTo(new ReceivedPacket.Foreign());
    }

    @Test
    void addressesAreJudgedWhereThisNodeWatchesSome() {
        assertThat(rule().judge("eth0", false, bytes(IPV4))).isInstanceOf(ReceivedPacket.Accepted.class);
        assertThat(rule("192.0.2.101").judge("eth0", false, bytes(IPV4)))
                .isInstanceOfSatisfying(ReceivedPacket.Faulty.class, faulty -> {
                    assertThat(faulty.error()).isEqualTo(AdvertError.ADDRESSES);
                    assertThat(faulty.why()).contains("192.0.2.100").doesNotContain("s3cret");
                });
    }

    @ParameterizedTest
    @CsvSource({
        // offset, new byte, kind
        "3, 29, LENGTH",
        "0, 65, LENGTH",
        "23, 02, LENGTH",
        "8, fe, TTL",
        "20, 41, VERSION",
        "21, 00, ROUTER_ID",
        "24, 03, AUTHENTICATION",
        "25, 00, INTERVAL",
        "26, 00, CHECKSUM"
    })
    void whatARouterDropsHasAKind(int offset, String value, AdvertError error) {
        byte[] packet = bytes(IPV4);
        packet[offset] = (byte) HexFormat.fromHexDigits(value);
        assertThat(rule().judge("eth0", false, packet))
                .isInstanceOfSatisfying(
                        ReceivedPacket.Faulty.class,
                        faulty -> assertThat(faulty.error()).isEqualTo(error));
    }

    @Test
    void kindsOfIpv6() {
        byte[] second = bytes("2136960100325de320010db8000000000000000000000100" + "0000000000000000");
        assertThat(rule().judge("eth0", true, second))
                .isInstanceOfSatisfying(
                        ReceivedPacket.Faulty.class,
                        faulty -> assertThat(faulty.error()).isEqualTo(AdvertError.VERSION));
        assertThat(rule().judge("eth0", true, new byte[7]))
                .isInstanceOfSatisfying(
                        ReceivedPacket.Faulty.class,
                        faulty -> assertThat(faulty.error()).isEqualTo(AdvertError.LENGTH));
    }

    private static AdvertRule rule(String... vips) {
        return new AdvertRule(
                List.of(FOUR, SIX),
                Set.copyOf(List.of(vips).stream().map(InetAddress::ofLiteral).toList()));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
