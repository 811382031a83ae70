package io.vipagent.vip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A VIP is found by its address, wherever it is. */
class SightingTest {
    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.100");
    private static final InetAddress VIP6 = InetAddress.ofLiteral("2001:db8::100");
    private static final Presence OTHER = new Presence(InetAddress.ofLiteral("192.0.2.9"), "eth0", true);

    @Test
    void isNowhereWhereNoInterfaceCarriesIt() {
        Sighting sighting = Sighting.of(VIP, List.of(OTHER));
        assertThat(sighting).isEqualTo(new Sighting(VIP, Optional.empty(), false));
        assertThat(sighting.held()).isFalse();
        assertThat(Sighting.of(VIP, List.of())).isEqualTo(sighting);
    }

    @Test
    void isOnWhateverInterfaceCarriesIt() {
        Sighting sighting = Sighting.of(VIP, List.of(OTHER, new Presence(VIP, "vrrp.51", true)));
        assertThat(sighting).isEqualTo(new Sighting(VIP, Optional.of("vrrp.51"), true));
        assertThat(sighting.held()).isTrue();
    }

    @Test
    void isNotHeldOnAnInterfaceThatIsDown() {
        Sighting sighting = Sighting.of(VIP, List.of(new Presence(VIP, "eth1", false)));
        assertThat(sighting).isEqualTo(new Sighting(VIP, Optional.of("eth1"), false));
        assertThat(sighting.held()).isFalse();
    }

    @Test
    void isWhereItWorksOfTwoPlaces() {
        Presence down = new Presence(VIP, "eth0", false);
        Presence up = new Presence(VIP, "eth1", true);
        assertThat(Sighting.of(VIP, List.of(down, up)).networkInterface()).contains("eth1");
        assertThat(Sighting.of(VIP, List.of(up, down)).networkInterface()).contains("eth1");
    }

    @Test
    void isFoundWithoutTheScopeOfAnIpv6Address() throws UnknownHostException {
        InetAddress scoped = Inet6Address.getByAddress(null, VIP6.getAddress(), 7);
        assertThat(Sighting.of(VIP6, List.of(new Presence(scoped, "eth0", true))))
                .isEqualTo(new Sighting(VIP6, Optional.of("eth0"), true));
        InetAddress other = InetAddress.ofLiteral("2001:db8::101");
        assertThat(Sighting.of(other, List.of(new Presence(scoped, "eth0", true)))
                        .held())
                .isFalse();
    }

    /** They need not be told apart by the family: one in the other's clothes is the same address. */
    @Test
    void isFoundWhereAnIpv4AddressIsWrittenAsIpv6() throws UnknownHostException {
        InetAddress mapped = InetAddress.ofLiteral("::ffff:192.0.2.100");
        assertThat(Sighting.of(mapped, List.of(new Presence(VIP, "eth0", true))).held())
                .isTrue();
    }
}
