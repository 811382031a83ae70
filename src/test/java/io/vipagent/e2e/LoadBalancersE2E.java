package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Client;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.Lab;
import io.vipagent.lab.NodeSandbox;
import io.vipagent.lab.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two load balancers of their own before three apiservers, from what {@code init --load-balancer} has written,
 * unedited.
 */
@Timeout(120)
class LoadBalancersE2E {
    private static final int PORT = 6443;
    private static final String AGENT = "/usr/bin/vip-agent";

    @AutoClose
    private final Lab lab = Lab.open(3, "keepalived", "haproxy");

    @AutoClose
    private final Hosts hosts = new Hosts();

    @Test
    void aDeadApiserverLeavesThePoolAndADeadHaproxyMovesTheVip() {
        NodeSandbox one = lab.host("lb1", "10.77.0.5");
        NodeSandbox two = lab.host("lb2", "10.77.0.6");
        hosts.rooms.addAll(List.of(one, two));
        Path out = init();
        Daemon haproxy = start("lb1", one, out);
        start("lb2", two, out);
        lab.await("the VIP is on lb1 alone", () -> one.holdsVip() && !two.holdsVip());
        lab.client().ask(Lab.VIP, PORT);
        awaitServed();

        lab.node(1).apiServer().become(Behaviour.REFUSE);
        lab.await("cp1 leaves the pool", () -> haproxy.log().text().contains("Server apiservers/cp1 is DOWN"));
        lab.client().settle();
        lab.client().report();
        lab.assertStays("the VIP stays for one dead apiserver", Duration.ofSeconds(1), one::holdsVip);
        lab.client().settle();
        assertThat(lab.client().report().failed()).isZero();
        assertThat(one.run(AGENT, "status").out()).contains("CONNECT_REFUSED");

        // What doctor says of such a host: nothing is broken in what init has written.
        Shell.Result doctor = two.run(AGENT, "doctor", "--listen", "0");
        assertThat(doctor.exitCode()).as(doctor.said()).isLessThan(2);

        haproxy.kill();
        lab.await("the VIP is on lb2 alone", () -> two.holdsVip() && !one.holdsVip());
        awaitServed();

        haproxy(one, "lb1 again");
        lab.await("the VIP is on lb1 again", () -> one.holdsVip() && !two.holdsVip());
        awaitServed();
    }

    private Path init() {
        Path out = lab.directory().resolve("out");
        List<String> command = new ArrayList<>(List.of(
                lab.directory().resolve("vip-agent").toString(),
                "init",
                "--set-up",
                "systemd",
                "--vip",
                Lab.VIP,
                "--interface",
                "eth0",
                "--load-balancer",
                "lb1=10.77.0.5",
                "--load-balancer",
                "lb2=10.77.0.6",
                "--out",
                out.toString()));
        lab.nodes().forEach(node -> command.addAll(List.of("--node", node.name() + "=" + node.address())));
        Shell.Result result = Shell.run(command);
        assertThat(result.exitCode()).as(result.said()).isZero();
        return out;
    }

    /** As the README in the folder of the load balancer says; returns its haproxy. */
    private Daemon start(String name, NodeSandbox room, Path out) {
        Shell.Result copied = room.run(
                "sh",
                "-c",
                "install -D -m 0644 /etc/kubernetes/pki/ca.crt /etc/vip-agent/ca.crt && rm -r /etc/kubernetes/pki");
        assertThat(copied.exitCode()).as(copied.said()).isZero();
        room.install(out.resolve(name));
        hosts.daemons.add(room.start(
                name + " agent", "setpriv", "--reuid=vip-agent", "--regid=vip-agent", "--clear-groups", AGENT, "run"));
        Daemon haproxy = haproxy(room, name);
        lab.await(
                "the agent of " + name + " grants",
                () -> room.run(AGENT, "check", "--source=agent").exitCode() == 0);
        hosts.daemons.add(room.start(name + " keepalived", "keepalived", "--dont-fork", "--log-console", "--vrrp"));
        return haproxy;
    }

    private Daemon haproxy(NodeSandbox room, String name) {
        Daemon haproxy = room.start(name + " haproxy", "haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg");
        hosts.daemons.add(haproxy);
        return haproxy;
    }

    private void awaitServed() {
        AtomicInteger consecutive = new AtomicInteger();
        lab.await("ten consecutive requests are served", () -> {
            Client.Report report = lab.client().report();
            return consecutive.updateAndGet(before -> report.failed() > 0 ? 0 : before + report.succeeded()) >= 10;
        });
    }

    /** Ends what runs on the load balancers before their files go. */
    private static final class Hosts implements AutoCloseable {
        private final List<NodeSandbox> rooms = new ArrayList<>();
        private final List<Daemon> daemons = new ArrayList<>();

        @Override
        public void close() {
            daemons.forEach(Daemon::terminate);
            daemons.forEach(Daemon::close);
            rooms.forEach(NodeSandbox::close);
        }
    }
}
