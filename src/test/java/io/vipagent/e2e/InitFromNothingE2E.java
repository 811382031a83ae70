package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Client;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes come up from what {@code init} has written, unedited, and fail over. */
@Tag("side-by-side")
@Timeout(180)
class InitFromNothingE2E {
    private static final Duration SOME_CHECKS = Duration.ofSeconds(3);

    @ParameterizedTest
    @ValueSource(strings = {"recommended", "fast"})
    void keepalivedAlone(String profile) {
        try (Cluster cluster = Cluster.up(3, "keepalived-only", profile)) {
            Lab lab = cluster.lab();
            Node first = lab.node(1);
            lab.client().ask(Lab.VIP, 6443);
            first.apiServer().become(Behaviour.SILENT_AFTER_TLS);
            cluster.awaitVipOn(lab.node(2));
            cluster.await("cp2 serves", () -> lab.client().report().node().equals("cp2"));
            first.apiServer().become(Behaviour.OK);
            cluster.awaitVipOn(first);
        }
    }

    /** One bad apiserver is haproxy's business; a dead haproxy is keepalived's. */
    @ParameterizedTest
    @ValueSource(strings = {"recommended", "fast"})
    void haproxyInFront(String profile) {
        try (Cluster cluster = Cluster.up(3, "systemd", profile)) {
            Lab lab = cluster.lab();
            Node first = lab.node(1);
            lab.client().ask(Lab.VIP, Cluster.FRONTEND);
            cluster.await("somebody serves", () -> lab.client().report().succeeded() > 0);
            first.apiServer().become(Behaviour.REFUSE);
            lab.assertStays("the VIP stays for one bad apiserver", SOME_CHECKS, first::holdsVip);
            awaitServed(cluster);
            assertThat(first.holdsVip()).isTrue();
            cluster.haproxy(first).kill();
            cluster.awaitVipOn(lab.node(2));
            awaitServed(cluster);
        }
    }

    /** The agents see what keepalived does: the holder, its peers, and what VRRP says. */
    @ParameterizedTest
    @ValueSource(strings = "recommended")
    void theAgentsKnowWhoHoldsTheVip(String profile) {
        try (Cluster cluster = Cluster.up(3, "keepalived-only", profile)) {
            Lab lab = cluster.lab();
            for (Node node : lab.nodes()) {
                cluster.await(
                        node.name() + " knows the holder",
                        () -> status(cluster, node).contains(Lab.VIP + " is held by cp1\n"));
            }
            Node first = lab.node(1);
            cluster.await(
                    "VRRP is heard", () -> status(cluster, first).contains("VRRP         apiserver_v4 MASTER for "));
            cluster.await(
                    "keepalived is looked at", () -> status(cluster, first).contains("keepalived   alive"));
            assertThat(status(cluster, first)).contains("VIP          " + Lab.VIP + " is on eth0");

            cluster.keepalived(first).freezeWithChildren();
            cluster.await("the frozen one's VIP is taken too", () -> lab.node(2).holdsVip());
            cluster.await(
                    "two holders are seen",
                    () -> status(cluster, lab.node(3)).contains(Lab.VIP + " is held by 2 nodes at once: cp1, cp2"));
            cluster.await(
                    "the frozen keepalived is found",
                    () -> status(cluster, first).contains("though keepalived is frozen"));
            cluster.keepalived(first).thawWithChildren();
            cluster.awaitVipOn(first);
        }
    }

    /** So many that haproxy cannot be sending any of them to an apiserver that is broken. */
    private static void awaitServed(Cluster cluster) {
        AtomicInteger inARow = new AtomicInteger();
        cluster.await("thirty consecutive requests are served", () -> {
            Client.Report report = cluster.lab().client().report();
            return inARow.updateAndGet(before -> report.failed() > 0 ? 0 : before + report.succeeded()) >= 30;
        });
    }

    private static String status(Cluster cluster, Node node) {
        return cluster.room(node).run("/usr/bin/vip-agent", "status").said();
    }
}
