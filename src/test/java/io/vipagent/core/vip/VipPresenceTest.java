package io.vipagent.core.vip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A VIP is found by its address, wherever it is. */
class VipPresenceTest {
    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.100");
    private static final InetAddress VIP6 = InetAddress.ofLiteral("2001:db8::100");
    private static final LocalAddress OTHER = new LocalAddress(InetAddress.ofLiteral("192.0.2.9"), "eth0", true);

    @Test
    void isNowhereWhereNoInterfaceCarriesIt() {
        VipPresence presence = VipPresence.of(VIP, List.of(OTHER));
        assertThat(presence).isEqualTo(new VipPresence(VIP, Optional.empty(), false));
        assertThat(presence.held()).isFalse();
        assertThat(VipPresence.of(VIP, List.of())).isEqualTo(presence);
    }

    @Test
    void isOnWhateverInterfaceCarriesIt() {
        VipPresence presence = VipPresence.of(VIP, List.of(OTHER, new LocalAddress(VIP, "vrrp.51", true)));
        assertThat(presence).isEqualTo(new VipPresence(VIP, Optional.of("vrrp.51"), true));
        assertThat(presence.held()).isTrue();
    }

    @Test
    void isNotHeldOnAnInterfaceThatIsDown() {
        VipPresence presence = VipPresence.of(VIP, List.of(new LocalAddress(VIP, "eth1", false)));
        assertThat(presence).isEqualTo(new VipPresence(VIP, Optional.of("eth1"), false));
        assertThat(presence.held()).isFalse();
    }

    @Test
    void isWhereItWorksOfTwoPlaces() {
        LocalAddress down = new LocalAddress(VIP, "eth0", false);
        LocalAddress up = new LocalAddress(VIP, "eth1", true);
        assertThat(VipPresence.of(VIP, List.of(down, up)).networkInterface()).contains("eth1");
        assertThat(VipPresence.of(VIP, List.of(up, down)).networkInterface()).contains("eth1");
    }

    @Test
    void isFoundWithoutTheScopeOfAnIpv6Address() throws UnknownHostException {
        InetAddress scoped = Inet6Address.getByAddress(null, VIP6.getAddress(), 7);
        assertThat(VipPresence.of(VIP6, List.of(new LocalAddress(scoped, "eth0", true))))
                .isEqualTo(new VipPresence(VIP6, Optional.of("eth0"), true));
        InetAddress other = InetAddress.ofLiteral("2001:db8::101");
        assertThat(VipPresence.of(other, List.of(new LocalAddress(scoped, "eth0", true)))
                        .held())
                .isFalse();
    }

    /** They need not be told apart by the family: one in the other's clothes is the same address. */
    @Test
    void isFoundWhereAnIpv4AddressIsWrittenAsIpv6() throws UnknownHostException {
        InetAddress mapped = InetAddress.ofLiteral("::ffff:192.0.2.100");
        assertThat(VipPresence.of(mapped, List.of(new LocalAddress(VIP, "eth0", true)))
                        .held())
                .isTrue();
    }
}
