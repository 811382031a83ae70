package io.vipagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the agent knows of the VIP. 127.0.0.1 stands for one that this node holds and 192.0.2.100 for one that it does
 * not: no test may change this host's addresses.
 */
class VipIT {
    private static final String HELD = "vip=127.0.0.1";
    private static final String AWAY = "vip=192.0.2.100";

    @TempDir
    private Path directory;

    private final TestCa ca = TestCa.ec("kubernetes");

    @AutoClose
    private final FakeApiServer apiserver = FakeApiServer.start(ca);

    @Test
    void seesWhichVipsAreHere() {
        try (AgentProcess agent = AgentProcess.start(yaml())) {
            agent.awaitGranted();
            assertThat(agent.scrape().value("vip_agent_vip_present", HELD, "interface=lo"))
                    .isEqualTo(1);
            assertThat(agent.scrape().value("vip_agent_vip_present", AWAY, "interface="))
                    .isZero();
            agent.awaitValue(1, "vip_agent_vrrp_vip_consistent", HELD);
            assertThat(agent.command("status").out()).contains("VIP          127.0.0.1 is on lo\n");
            assertThat(vip(agent, 0).getString("interface")).isEqualTo("lo");
            assertThat(vip(agent, 1).getBoolean("present")).isFalse();
            assertThat(agent.scrape().value("vip_agent_keepalived_up")).isNaN();
        }
    }

    @Test
    void hearsKeepalivedByNotifyAndByFifo() throws IOException {
        Path fifo = directory.resolve("notify.fifo");
        try (AgentProcess agent = AgentProcess.start(yaml().section("keepalived", "notify-fifo: " + fifo))) {
            assertThat(agent.command("notify", "INSTANCE", "VI_1", "BACKUP", "100")
                            .exitCode())
                    .isZero();
            agent.awaitValue(1, "vip_agent_vrrp_state", "instance=VI_1", "state=backup");

            await().atMost(Program.TIMEOUT)
                    .until(() -> Files.readAttributes(fifo, BasicFileAttributes.class)
                            .isOther());
            Files.writeString(fifo, "no line of keepalived\nINSTANCE \"VI_1\" MASTER 100\n", StandardOpenOption.WRITE);
            agent.awaitValue(1, "vip_agent_vrrp_state", "instance=VI_1", "state=master");
            agent.awaitValue(0, "vip_agent_vrrp_state", "instance=VI_1", "state=backup");
            agent.awaitValue(1, "vip_agent_vrrp_transitions_total", "instance=VI_1", "to=master");
            agent.awaitValue(1, "vip_agent_notify_malformed_total");
            agent.awaitLogLines("VRRP VI_1 is MASTER, was BACKUP for ", 1);
            assertThat(agent.command("status").out()).contains("VRRP         VI_1 MASTER for ");

            // MASTER without the second address: a contradiction that lasts.
            agent.awaitValue(1, "vip_agent_vip_finding", AWAY, "finding=master_without_address");
            agent.awaitValue(0, "vip_agent_vrrp_vip_consistent", AWAY);
            agent.awaitLogLines("VIP inconsistent (master_without_address): 192.0.2.100 ", 1);
            agent.ask("notify INSTANCE \"VI_1\" BACKUP 100");
            agent.awaitValue(0, "vip_agent_vip_finding", AWAY, "finding=master_without_address");
            agent.awaitValue(1, "vip_agent_vip_finding", HELD, "finding=address_without_master");

            // keepalived does not repeat itself: an agent leaves what it heard to the next one.
            agent.terminate();
            agent.awaitExit(Program.TIMEOUT);
            agent.startAgain();
            agent.awaitValue(1, "vip_agent_vrrp_state", "instance=VI_1", "state=backup");
        }
    }

    @Test
    void takesTheNotesThatWereLeftForIt() {
        AgentYaml yaml = yaml();
        AgentOutputs nobody = new AgentOutputs(yaml);
        assertThat(nobody.command("notify", "INSTANCE", "VI_1", "BACKUP", "100").exitCode())
                .isZero();
        assertThat(nobody.command("notify", "INSTANCE", "VI_1", "MASTER", "100").exitCode())
                .isZero();
        assertThat(nobody.command("notify", "INSTANCE", "VI_2", "FAULT", "90").exitCode())
                .isZero();
        nobody.close();
        try (AgentProcess agent = AgentProcess.start(yaml)) {
            agent.awaitValue(1, "vip_agent_vrrp_state", "instance=VI_1", "state=master");
            agent.awaitValue(1, "vip_agent_vrrp_state", "instance=VI_2", "state=fault");
        }
    }

    @Test
    void saysThatTheAddressIsHereThoughItMayNotBe() {
        apiserver.become(Behaviour.ERROR_500);
        try (AgentProcess agent = AgentProcess.start(yaml())) {
            agent.awaitReason("SERVER_ERROR");
            agent.awaitValue(1, "vip_agent_vip_finding", HELD, "finding=address_despite_denial");
            apiserver.become(Behaviour.OK);
            agent.awaitValue(0, "vip_agent_vip_finding", HELD, "finding=address_despite_denial");
            agent.awaitLogLines("VIP no longer inconsistent (address_despite_denial): 127.0.0.1", 1);
        }
    }

    @Test
    void asksThePeersWhoHoldsTheVip(@TempDir Path other) {
        AgentYaml theirs =
                AgentYaml.in(other, ca).local(apiserver).value("node", "cp2").value("vip", "[127.0.0.1, 192.0.2.100]");
        String peer = "http://" + theirs.address() + ":" + AgentYaml.HTTP_PORT;
        AgentYaml mine = yaml().value("peers", "[\"" + peer + "\"]");
        try (AgentProcess agent = AgentProcess.start(mine)) {
            agent.awaitValue(0, "vip_agent_peer_up", "peer=" + peer);
            assertThat(agent.scrape().value("vip_agent_vip_holders", AWAY)).isNaN();
            assertThat(agent.scrape().value("vip_agent_vip_holders", HELD)).isEqualTo(1);
            try (AgentProcess second = AgentProcess.start(theirs)) {
                agent.awaitValue(1, "vip_agent_peer_up", "peer=" + peer);
                agent.awaitValue(2, "vip_agent_vip_holders", HELD);
                agent.awaitValue(0, "vip_agent_vip_holders", AWAY);
                agent.awaitLogLines("cluster: 127.0.0.1 is held by 2 nodes at once: cp1, cp2", 1);
                agent.awaitLogLines("cluster: 192.0.2.100 is held by nobody", 1);
                assertThat(agent.command("status").out())
                        .contains("cluster      127.0.0.1 is held by 2 nodes at once: cp1, cp2");
                assertThat(Math.abs(agent.scrape().value("vip_agent_peer_clock_ahead_seconds", "peer=" + peer)))
                        .isLessThan(2);
                second.freeze();
                agent.awaitValue(0, "vip_agent_peer_up", "peer=" + peer);
                second.thaw();
                agent.awaitValue(1, "vip_agent_peer_up", "peer=" + peer);
            }
        }
    }

    @Test
    void takesTheTrackFileAwayAtItsEndWhereItShall() {
        Path track = directory.resolve("track");
        try (AgentProcess agent = AgentProcess.start(yaml().trackFile().section("keepalived", "on-stop: fail"))) {
            agent.awaitGranted();
            await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(track));
            agent.terminate();
            agent.awaitExit(Program.TIMEOUT);
            assertThat(track).doesNotExist();
        }
    }

    private AgentYaml yaml() {
        return AgentYaml.in(directory, ca).local(apiserver).value("vip", "[127.0.0.1, 192.0.2.100]");
    }

    private static JsonObject vip(AgentProcess agent, int index) {
        JsonArray vips = agent.status().getJsonArray("vips");
        return vips.getJsonObject(index);
    }
}
