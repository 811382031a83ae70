package io.vipagent.agent.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.vip.VipPresence;
import io.vipagent.lab.InOwnNetwork;
import io.vipagent.lab.IpBatch;
import io.vipagent.platform.linux.AddressEvents;
import io.vipagent.platform.time.SystemTicker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real addresses on real interfaces, and no look without an event: the next is a minute away. */
@Timeout(120)
class VipWatchHostTest {
    private static final List<String> VIPS =
            List.of("192.0.2.100", "192.0.2.101", "192.0.2.102", "192.0.2.103", "2001:db8::100");
    private static final Duration NEVER = Duration.ofMinutes(1);
    private static final long TIMEOUT_SECONDS = 20;

    private final BlockingQueue<VipPresence> heard = new LinkedBlockingQueue<>();

    @Test
    @InOwnNetwork
    void seesEveryKindOfAddressComeAndGo() throws Exception {
        IpBatch.all(
                "link add eth0 type veth peer name segment",
                "link set segment up",
                "link set eth0 up",
                "addr add 192.0.2.9/24 dev eth0");
        try (VipWatch watch = watch();
                IpBatch ip = new IpBatch()) {
            assertThat(seen(watch)).isEqualTo("none none none none none");
            ip.run("addr add 192.0.2.100/32 dev eth0");
            sees(watch, "eth0 none none none none");
            ip.run("addr add 2001:db8::100/128 dev eth0 nodad");
            sees(watch, "eth0 none none none eth0");
            ip.run("addr add 192.0.2.101/24 dev eth0 label eth0:vip");
            sees(watch, "eth0 eth0 none none eth0");
            ip.run("addr add 192.0.2.102/32 dev eth0 label eth0vip");
            sees(watch, "eth0 eth0 eth0vip none eth0");
            ip.run("link add vrrp.51 link eth0 type macvlan mode private", "link set vrrp.51 up");
            ip.run("addr add 192.0.2.103/32 dev vrrp.51");
            sees(watch, "eth0 eth0 eth0vip vrrp.51 eth0");
            ip.run("addr del 192.0.2.100/32 dev eth0");
            sees(watch, "none eth0 eth0vip vrrp.51 eth0");
            ip.run("link set vrrp.51 down");
            sees(watch, "none eth0 eth0vip (vrrp.51) eth0");
            ip.run("link delete vrrp.51");
            sees(watch, "none eth0 eth0vip none eth0");
            ip.run("addr del 192.0.2.102/32 dev eth0");
            sees(watch, "none eth0 none none eth0");
            ip.run("link set eth0 down");
            sees(watch, "none (eth0) none none none");
            ip.run("link set eth0 up");
            sees(watch, "none eth0 none none none");
            ip.run("link set segment down");
            sees(watch, "none (eth0) none none none");
            ip.run("link delete eth0");
            sees(watch, "none none none none none");
            assertThat(watch.missed()).isZero();
        }
    }

    private VipWatch watch() throws Exception {
        List<InetAddress> vips = VIPS.stream()
                .map(InetAddress::ofLiteral)
                .map(InetAddress.class::cast)
                .toList();
        AddressSignals kernel =
                AddressSignals.of(AddressEvents.open(System.err::println).orElseThrow());
        return VipWatch.start(
                vips, new HostInterfaces(), kernel, new SystemTicker(), (_, after) -> heard.add(after), NEVER);
    }

    private void sees(VipWatch watch, String expected) throws InterruptedException {
        while (!seen(watch).equals(expected) && heard.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS) != null) {
            // Not yet.
        }
        assertThat(seen(watch)).isEqualTo(expected);
    }

    /** For each VIP its interface, in brackets where that is down. */
    private static String seen(VipWatch watch) {
        return watch.presences().orElseThrow().vips().stream()
                .map(presence -> presence.networkInterface()
                        .map(name -> presence.held() ? name : "(" + name + ")")
                        .orElse("none"))
                .collect(Collectors.joining(" "));
    }
}
