package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Daemon;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import io.vipagent.lab.Room;
import io.vipagent.lab.Shell;
import io.vipagent.render.Pending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes come up from what {@code init} has written, unedited, and fail over. */
@Timeout(180)
class InitFromNothingE2E {
    private static final Duration SOME_CHECKS = Duration.ofSeconds(3);

    private final List<Room> rooms = new ArrayList<>();
    private final List<Daemon> daemons = new ArrayList<>();
    private final Lab lab = Lab.open(3, "keepalived", "haproxy");

    @AfterEach
    void close() throws Exception {
        daemons.forEach(Daemon::terminate);
        daemons.forEach(Daemon::close);
        for (Room room : rooms) {
            room.close();
        }
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recommended", "fast"})
    void keepalivedAlone(String profile) throws Exception {
        bringUp("keepalived-only", profile);
        Node first = lab.node(1);
        lab.awaitVipOn(first);
        lab.client().ask(Lab.VIP, 6443);
        first.apiServer().become(Behaviour.SILENT_AFTER_TLS);
        lab.awaitVipOn(lab.node(2));
        lab.await("cp2 serves", () -> lab.client().report().node().equals("cp2"));
        first.apiServer().become(Behaviour.OK);
        lab.awaitVipOn(first);
    }

    /** One bad apiserver is haproxy's business; a dead haproxy is keepalived's. */
    @ParameterizedTest
    @ValueSource(strings = {"recommended", "fast"})
    void haproxyInFront(String profile) throws Exception {
        bringUp("systemd", profile);
        Node first = lab.node(1);
        lab.awaitVipOn(first);
        lab.client().ask(Lab.VIP, 8443);
        lab.await("somebody serves", () -> !lab.client().report().node().isEmpty());
        first.apiServer().become(Behaviour.REFUSE);
        lab.assertStays("the VIP stays for one bad apiserver", SOME_CHECKS, first::holdsVip);
        lab.client().report();
        lab.assertStays("still", SOME_CHECKS, first::holdsVip);
        assertThat(lab.client().report().failed()).isZero();
        Daemon haproxy = daemons.stream()
                .filter(daemon -> daemon.name().equals("cp1 haproxy"))
                .findFirst()
                .orElseThrow();
        haproxy.kill();
        lab.awaitVipOn(lab.node(2));
        lab.await("it serves", () -> lab.client().report().failed() == 0);
    }

    private void bringUp(String setUp, String profile) throws Exception {
        Path program = lab.directory().resolve("vip-agent");
        Path out = lab.directory().resolve("out");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "init",
                "--set-up",
                setUp,
                "--profile",
                profile,
                "--vip",
                Lab.VIP,
                "--interface",
                "eth0",
                "--out",
                out.toString()));
        lab.nodes().forEach(node -> command.addAll(List.of("--node", node.name() + "=" + node.address())));
        Shell.Result result = Shell.run(command);
        assertThat(result.exitCode()).as(result.said()).isZero();
        for (Node node : lab.nodes()) {
            Path yaml = out.resolve(node.name()).resolve("etc/vip-agent/vip-agent.yaml");
            Files.writeString(yaml, Pending.known(Files.readString(yaml)));
            Room room = node.furnish();
            rooms.add(room);
            room.install(out.resolve(node.name()));
            // As the units start them, in their order.
            daemons.add(room.start(
                    node.name() + " agent",
                    "setpriv",
                    "--reuid=vip-agent",
                    "--regid=vip-agent",
                    "--clear-groups",
                    "/usr/bin/vip-agent",
                    "run"));
            if (setUp.equals("systemd")) {
                daemons.add(room.start(node.name() + " haproxy", "haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg"));
            }
            lab.await(
                    "the agent decides",
                    () -> room.run("/usr/bin/vip-agent", "check", "--source=agent")
                                    .exitCode()
                            == 0);
            daemons.add(
                    room.start(node.name() + " keepalived", "keepalived", "--dont-fork", "--log-console", "--vrrp"));
        }
    }
}
