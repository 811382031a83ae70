package io.vipagent.agent.vip;

import io.vipagent.core.vip.VipPresence;
import io.vipagent.lab.IpBatch;
import io.vipagent.platform.linux.AddressEvents;
import io.vipagent.platform.time.SystemTicker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Run in a network of its own: changes it, and prints what is seen. A look without an event is a minute away. */
public final class VipWatchScene implements AutoCloseable {
    private static final List<String> VIPS =
            List.of("192.0.2.100", "192.0.2.101", "192.0.2.102", "192.0.2.103", "2001:db8::100");
    private static final Duration NEVER = Duration.ofMinutes(1);
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<VipPresence> heard = new LinkedBlockingQueue<>();
    private final IpBatch ip = new IpBatch();
    private final VipWatch watch;

    private VipWatchScene() throws Exception {
        List<InetAddress> vips = VIPS.stream()
                .map(InetAddress::ofLiteral)
                .map(InetAddress.class::cast)
                .toList();
        SystemTicker ticker = new SystemTicker();
        AddressSignals kernel =
                AddressSignals.of(AddressEvents.open(System.out::println).orElseThrow());
        watch = VipWatch.start(vips, new HostInterfaces(), kernel, ticker, (_, after) -> heard.add(after), NEVER);
    }

    public static void main(String... args) throws Exception {
        IpBatch.all(
                "link add eth0 type veth peer name segment",
                "link set segment up",
                "link set eth0 up",
                "addr add 192.0.2.9/24 dev eth0");
        try (VipWatchScene scene = new VipWatchScene()) {
            if (args.length == 0) {
                scene.play();
            } else {
                scene.measure(Integer.parseInt(args[0]));
            }
        }
    }

    private void play() throws InterruptedException {
        change("nothing", "none none none none none");
        change("addr add 192.0.2.100/32 dev eth0", "eth0 none none none none");
        change("addr add 2001:db8::100/128 dev eth0 nodad", "eth0 none none none eth0");
        change("addr add 192.0.2.101/24 dev eth0 label eth0:vip", "eth0 eth0 none none eth0");
        change("addr add 192.0.2.102/32 dev eth0 label eth0vip", "eth0 eth0 eth0vip none eth0");
        ip.run("link add vrrp.51 link eth0 type macvlan mode private", "link set vrrp.51 up");
        change("addr add 192.0.2.103/32 dev vrrp.51", "eth0 eth0 eth0vip vrrp.51 eth0");
        change("addr del 192.0.2.100/32 dev eth0", "none eth0 eth0vip vrrp.51 eth0");
        change("link set vrrp.51 down", "none eth0 eth0vip (vrrp.51) eth0");
        change("link delete vrrp.51", "none eth0 eth0vip none eth0");
        change("addr del 192.0.2.102/32 dev eth0", "none eth0 none none eth0");
        change("link set eth0 down", "none (eth0) none none none");
        change("link set eth0 up", "none eth0 none none none");
        change("link set segment down", "none (eth0) none none none");
        change("link delete eth0", "none none none none none");
        System.out.println("missed " + watch.missed() + ", failures " + watch.failures());
    }

    /** From the line that {@code ip} gets to the word that the listener gets: the floor and the middle of so many. */
    private void measure(int times) throws InterruptedException {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            Thread.sleep(20);
            long start = System.nanoTime();
            ip.run((i % 2 == 0 ? "addr add" : "addr del") + " 192.0.2.100/32 dev eth0");
            heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "min %d us, p50 %d us, p90 %d us, p99 %d us%n",
                nanos[0] / 1000, nanos[times / 2] / 1000, nanos[times * 9 / 10] / 1000, nanos[times * 99 / 100] / 1000);
    }

    private void change(String command, String expected) throws InterruptedException {
        if (!command.equals("nothing")) {
            ip.run(command);
        }
        while (!seen().equals(expected) && heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) != null) {
            // Not yet.
        }
        System.out.println(command + ": " + seen());
    }

    /** For each VIP its interface, in brackets where that is down. */
    private String seen() {
        return watch.sightings().orElseThrow().vips().stream()
                .map(sighting -> sighting.networkInterface()
                        .map(name -> sighting.held() ? name : "(" + name + ")")
                        .orElse("none"))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() throws Exception {
        watch.close();
        ip.close();
    }
}
