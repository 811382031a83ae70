package io.vipagent.core.vip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualRouterTest {
    @Test
    void readsWhatItWrites() {
        VirtualRouter router = new VirtualRouter("a/b", 255, "bond0.7", true);
        assertThat(router.toString()).isEqualTo("a/b/255/bond0.7/ipv6");
        assertThat(VirtualRouter.parse(router.toString())).contains(router);
        assertThat(VirtualRouter.parse("VI_1/1/eth0/ipv4")).contains(new VirtualRouter("VI_1", 1, "eth0", false));
        assertThat(router.family()).isEqualTo("ipv6");
        assertThat(new VirtualRouter("VI_1", 1, "eth0", false).family()).isEqualTo("ipv4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "VI_1",
                "VI_1/51/eth0",
                "VI_1/0/eth0/ipv4",
                "VI_1/256/eth0/ipv4",
                "VI_1/999/eth0/ipv4",
                "VI_1/1000/eth0/ipv4",
                "VI_1/-1/eth0/ipv4",
                "VI 1/51/eth0/ipv4",
                "VI_1/51/et h0/ipv4",
                "VI_1/51/sixteen-bytes-xx/ipv4",
                "VI_1/51/eth0/IPv4",
                "/51/eth0/ipv4"
            })
    void takesNothingElse(String text) {
        assertThat(VirtualRouter.parse(text)).isEmpty();
    }
}
