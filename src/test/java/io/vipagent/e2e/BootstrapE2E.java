package io.vipagent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * From nothing to a VIP: {@code kubeadm init} finds the first node holding it, before it has made a CA or an apiserver.
 */
@Tag("side-by-side")
@Timeout(180)
class BootstrapE2E {
    private static final String CA = "/etc/kubernetes/pki/ca.crt";
    private static final String NOT_YET = "/etc/kubernetes/ca.crt.not-yet";

    @Test
    void theFirstNodeComesUpWithoutHandWork() {
        try (Cluster cluster = Cluster.installed(2, "keepalived-only", "recommended")) {
            Lab lab = cluster.lab();
            Node first = lab.node(1);
            first.apiServer().become(Behaviour.REFUSE);
            move(cluster, first, CA, NOT_YET);
            cluster.startAgent(first);
            cluster.startKeepalived(first);
            cluster.awaitVipOn(first);

            // What kubeadm init does: the CA, then an apiserver that is not ready at once.
            move(cluster, first, NOT_YET, CA);
            first.apiServer().become(Behaviour.ERROR_500);
            lab.assertStays("the VIP stays while it starts", Duration.ofSeconds(3), first::holdsVip);
            first.apiServer().become(Behaviour.OK);
            cluster.await(
                    "an apiserver has served",
                    () -> cluster.room(first)
                            .run("/usr/bin/vip-agent", "status")
                            .said()
                            .contains("may hold VIP yes (granted)"));

            // From now on it is a cluster like any other.
            first.apiServer().become(Behaviour.REFUSE);
            cluster.await("the VIP leaves a dead apiserver", () -> !first.holdsVip());
        }
    }

    private static void move(Cluster cluster, Node node, String from, String to) {
        assertThat(cluster.room(node).run("mv", from, to).exitCode()).isZero();
    }
}
