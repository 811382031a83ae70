package io.vipagent.platform.linux;

import io.vipagent.lab.IpBatch;
import io.vipagent.platform.linux.Neighbours.Neighbour;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** Run in a network of its own: prints what the kernel says of neighbours, and what a raw socket hears. */
public final class NeighboursScene {
    private NeighboursScene() {}

    public static void main(String... args) throws Exception {
        IpBatch.all(
                "link add v0 type veth peer name v1",
                "link set v0 up",
                "link set v1 up",
                "addr add 192.0.2.1/24 dev v0",
                "neigh add 192.0.2.7 lladdr 02:00:00:00:00:0A dev v0 nud reachable",
                "neigh add 192.0.2.8 lladdr 02:00:00:00:00:0b dev v0 nud stale",
                "neigh add 192.0.2.9 dev v0 nud failed",
                "neigh add 2001:db8::7 lladdr 02:00:00:00:00:0c dev v0 nud permanent");
        Neighbours.list(System.out::println).orElseThrow().stream()
                .filter(neighbour -> neighbour.hardware().startsWith("02"))
                .sorted(Comparator.comparing(Neighbour::hardware))
                .forEach(neighbour -> System.out.println(neighbour.address().getHostAddress() + " "
                        + neighbour.hardware() + " " + (neighbour.fresh() ? "fresh" : "old")));

        hear("127.0.0.1");
        hear("::1");
        NetworkInterface lo = NetworkInterface.getByName("lo");
        Optional<RawSocket> none = RawSocket.open(lo, InetAddress.getByName("192.0.2.1"), 112, System.out::println);
        System.out.println(none.isPresent());
    }

    /** Sends to itself over loopback, and hears that. */
    private static void hear(String address) throws Exception {
        boolean ipv6 = address.contains(":");
        InetAddress group = InetAddress.getByName(ipv6 ? "ff02::12" : "224.0.0.18");
        NetworkInterface lo = NetworkInterface.getByName("lo");
        try (RawSocket socket =
                RawSocket.open(lo, group, 112, System.out::println).orElseThrow()) {
            System.out.println("silence: " + socket.next(Duration.ofMillis(20)));
            LibC libc = Linkage.LIBC;
            int sender = libc.socket(ipv6 ? 10 : 2, 3, 112);
            byte[] to = new byte[ipv6 ? 28 : 16];
            to[0] = (byte) (ipv6 ? 10 : 2);
            byte[] host = InetAddress.getByName(address).getAddress();
            System.arraycopy(host, 0, to, ipv6 ? 8 : 4, host.length);
            // With IPv6 the kernel looks at the checksum, the last two bytes.
            byte[] message = ipv6 ? new byte[] {49, 1, 1, 0, 0, 1, (byte) 0xcd, (byte) 0x83} : new byte[] {1, 2, 3};
            System.out.println(libc.sendto(sender, message, 0, to));
            libc.close(sender);
            socket.next(Duration.ofSeconds(ipv6 ? 1 : 20))
                    .ifPresentOrElse(
                            packet ->
                                    System.out.println(packet.source().getHostAddress() + " " + packet.bytes().length),
                            () -> System.out.println("nothing"));
        }
    }
}
