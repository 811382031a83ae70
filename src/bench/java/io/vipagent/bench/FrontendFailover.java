package io.vipagent.bench;

import io.vipagent.lab.ApiServer;
import io.vipagent.lab.Client.Report;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The same with haproxy in front: what clients meet, and whether the VIP stays where it should. */
final class FrontendFailover {
    private static final Duration SETTLING = Duration.ofMillis(1500);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LOOKS = 22;

    private final String profile;
    private final Map<String, Consumer<ApiServer>> failures;
    private final int runs;
    private final Table trouble;
    private final Table moves;
    private final Budgets budgets = new Budgets();

    FrontendFailover(String profile, Map<String, Consumer<ApiServer>> failures, int runs) {
        this.profile = profile;
        this.failures = failures;
        this.runs = runs;
        this.trouble = new Table(
                profile + ": the apiserver on the VIP's node",
                "errors last, median s",
                "max",
                "requests failed",
                "runs in which the VIP moved");
        this.moves = new Table(profile + ": on the VIP's node", "VIP elsewhere after, median s", "max");
    }

    String measure() {
        try (Cluster cluster = Cluster.up(3, "systemd", profile)) {
            cluster.lab().client().ask(Lab.VIP, Cluster.FRONTEND);
            Pause.lasting(SETTLING);
            failures.forEach((name, failure) -> oneApiserver(cluster, name, failure));
            cluster.lab().client().rest();
            moves(cluster);
        }
        return trouble
                + "\nErrors last from the start of the first request that failed to that of the last; ten requests a"
                + " second through haproxy, with a patience of 2 s each, " + runs + " failures each.\n\n" + moves
                + "\n" + budgets;
    }

    private void oneApiserver(Cluster cluster, String name, Consumer<ApiServer> failure) {
        List<Double> seconds = new ArrayList<>();
        int failed = 0;
        int moved = 0;
        Node first = cluster.lab().node(1);
        for (int run = 0; run < runs; run++) {
            cluster.lab().client().report();
            failure.accept(first.apiServer());
            boolean here = true;
            for (int look = 0; look < LOOKS; look++) {
                Pause.lasting(LOOK);
                here &= cluster.holdsVip(first);
            }
            Pause.lasting(SETTLING);
            Report met = cluster.lab().client().report();
            seconds.add(met.trouble().toMillis() / 1e3);
            failed += met.failed();
            moved += here ? 0 : 1;
            FailoverBench.mend(first.apiServer());
            Pause.lasting(SETTLING);
        }
        Samples samples = Samples.of(seconds, Double::doubleValue);
        trouble.row(name, samples.median(), samples.max(), (double) failed, (double) moved);
        budgets.atMost("apiserver " + name + ", " + profile + ": errors last at most", samples.max(), 1.0, "s")
                .atMost("apiserver " + name + ", " + profile + ": the VIP moved", moved, 0, "times");
    }

    private void moves(Cluster cluster) {
        Node first = cluster.lab().node(1);
        move(cluster, "haproxy killed", () -> cluster.haproxy(first).kill(), () -> cluster.startHaproxy(first));
        move(
                cluster,
                "haproxy frozen",
                () -> cluster.haproxy(first).freeze(),
                () -> cluster.haproxy(first).thaw());
        move(cluster, "keepalived killed", () -> cluster.keepalived(first).kill(), () -> {
            // Its child ends by itself, and a second keepalived does not start beside it.
            Pause.lasting(SETTLING);
            cluster.startKeepalived(first);
        });
        move(
                cluster,
                "keepalived frozen",
                () -> cluster.keepalived(first).freezeWithChildren(),
                () -> cluster.keepalived(first).thawWithChildren());
        move(cluster, "link down", () -> cluster.link(first, false), () -> cluster.link(first, true));
    }

    private void move(Cluster cluster, String name, Runnable breaking, Runnable mending) {
        Node first = cluster.lab().node(1);
        List<Double> seconds = new ArrayList<>();
        try {
            for (int run = 0; run < runs; run++) {
                Pause.lasting(Duration.ofMillis(500 + 37L * run));
                long start = System.nanoTime();
                breaking.run();
                seconds.add(FailoverBench.awaitMove(cluster, first, start));
                mending.run();
                cluster.awaitVipOn(first);
            }
        } catch (Unusable | AssertionError e) {
            System.err.println(profile + ", " + name + ", after " + seconds.size() + " runs: " + e.getMessage());
        }
        Samples samples = Samples.of(seconds, Double::doubleValue);
        moves.row(name, samples.median(), samples.max());
        budgets.atMost(name + ", " + profile + ": median", samples.median(), 1.5, "s");
    }
}
