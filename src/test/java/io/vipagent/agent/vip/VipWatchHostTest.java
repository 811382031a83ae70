package io.vipagent.agent.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.lab.Scenes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real addresses on real interfaces, and no look without an event: the next is a minute away. */
@Timeout(120)
class VipWatchHostTest {
    @Test
    void seesEveryKindOfAddressComeAndGo() {
        assertThat(Scenes.play(VipWatchScene.class)).isEqualTo("""
                nothing: none none none none none
                addr add 192.0.2.100/32 dev eth0: eth0 none none none none
                addr add 2001:db8::100/128 dev eth0 nodad: eth0 none none none eth0
                addr add 192.0.2.101/24 dev eth0 label eth0:vip: eth0 eth0 none none eth0
                addr add 192.0.2.102/32 dev eth0 label eth0vip: eth0 eth0 eth0vip none eth0
                addr add 192.0.2.103/32 dev vrrp.51: eth0 eth0 eth0vip vrrp.51 eth0
                addr del 192.0.2.100/32 dev eth0: none eth0 eth0vip vrrp.51 eth0
                link set vrrp.51 down: none eth0 eth0vip (vrrp.51) eth0
                link delete vrrp.51: none eth0 eth0vip none eth0
                addr del 192.0.2.102/32 dev eth0: none eth0 none none eth0
                link set eth0 down: none (eth0) none none none
                link set eth0 up: none eth0 none none none
                link set segment down: none (eth0) none none none
                link delete eth0: none none none none none
                missed 0, failures 0
                """);
    }
}
