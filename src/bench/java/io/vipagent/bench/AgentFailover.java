package io.vipagent.bench;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An agent that is gone or hangs: the VIP stays on a node that serves, and leaves one that does not. */
final class AgentFailover {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int LOOKS = 100;

    private final int runs;
    private final Table table = new Table(
            "the agent on the VIP's node is",
            "runs in which the VIP moved within 5 s",
            "then the apiserver hangs: left after, median s",
            "max");
    private final Budgets budgets = new Budgets();

    AgentFailover(int runs) {
        this.runs = runs;
    }

    String measure(String profile) {
        try (Cluster cluster = Cluster.up(3, "keepalived-only", profile)) {
            Node first = cluster.lab().node(1);
            row(cluster, profile, "killed", () -> cluster.agent(first).kill(), () -> cluster.startAgent(first));
            row(
                    cluster,
                    profile,
                    "frozen",
                    () -> cluster.agent(first).freeze(),
                    () -> cluster.agent(first).thaw());
        }
        return table + "\n" + budgets;
    }

    private void row(Cluster cluster, String profile, String name, Runnable breaking, Runnable mending) {
        Node first = cluster.lab().node(1);
        List<Double> seconds = new ArrayList<>();
        int moved = 0;
        for (int run = 0; run < runs; run++) {
            breaking.run();
            boolean here = true;
            for (int look = 0; look < LOOKS; look++) {
                Pause.lasting(LOOK);
                here &= cluster.holdsVip(first);
            }
            moved += here ? 0 : 1;
            long start = System.nanoTime();
            first.apiServer().become(Behaviour.SILENT_AFTER_TLS);
            seconds.add(FailoverBench.awaitMove(cluster, first, start));
            first.apiServer().become(Behaviour.OK);
            mending.run();
            cluster.awaitVipOn(first);
        }
        Samples samples = Samples.of(seconds, Double::doubleValue);
        table.row(name + ", " + profile, (double) moved, samples.median(), samples.max());
        budgets.atMost("agent " + name + ", " + profile + ", needless moves", moved, 0, "");
    }
}
