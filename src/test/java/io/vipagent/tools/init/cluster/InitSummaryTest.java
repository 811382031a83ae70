package io.vipagent.tools.init.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.tools.init.Clusters;
import org.junit.jupiter.api.Test;

/** What {@code init} says at its end is true of what it wrote. */
class InitSummaryTest {
    @Test
    void aNodeAloneIsPromisedNoOther() throws InvalidConfiguration {
        String alone = "vip: 192.0.2.100\ninterface: eth0\nset-up: systemd\nnode: {cp1: 192.0.2.11}\n";
        for (String profile : new String[] {"recommended", "kubeadm", "fast"}) {
            assertThat(summary(alone + "profile: " + profile + "\n"))
                    .contains(
                            "There is no other node that could take the VIP.",
                            "Where its apiserver fails, the node keeps the VIP")
                    .doesNotContain("on another node", "bounces");
        }
        assertThat(summary(Clusters.THREE + "set-up: systemd\n")).contains("The VIP is on another node ");
    }

    /** Silence alone is known sooner, and costs nothing yet. */
    @Test
    void aHangIsPromisedWithTheProofThatAnotherOneIsBetter() throws InvalidConfiguration {
        assertThat(summary(Clusters.THREE + "set-up: keepalived-only\n"))
                .contains(
                        "later at most; where it hangs, another one must be known to be better, 1.7 s after the fault");
        assertThat(summary(Clusters.THREE + "set-up: systemd\n"))
                .as("the frontend takes longer by itself")
                .doesNotContain("where it hangs");
    }

    @Test
    void kubeVipAsksTheAgent() throws InvalidConfiguration {
        assertThat(summary(Clusters.THREE + "set-up: kube-vip\n"))
                .contains("kube-vip moves the VIP, and asks the agent by GET /decision")
                .doesNotContain("nothing acts");
    }

    private static String summary(String yaml) throws InvalidConfiguration {
        return InitSummary.of(Clusters.read(yaml), false, "out");
    }
}
