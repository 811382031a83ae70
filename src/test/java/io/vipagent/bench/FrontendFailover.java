package io.vipagent.bench;

import io.vipagent.fake.Behaviour;
import io.vipagent.lab.Client.Report;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same with haproxy in front: what clients meet, and whether the VIP stays where it should. */
final class FrontendFailover {
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final List<String> profiles;
    private final Map<String, Behaviour> failures;
    private final int runs;
    private final Table trouble = new Table(
            "one apiserver of three", "profile", "errors last, median s", "max", "requests failed", "VIP moved");
    private final Table moves = new Table("on the VIP's node", "profile", "VIP elsewhere after, median s", "max");
    private final Budgets budgets = new Budgets();

    FrontendFailover(List<String> profiles, Map<String, Behaviour> failures, int runs) {
        this.profiles = profiles;
        this.failures = failures;
        this.runs = runs;
    }

    String measure() {
        for (String profile : profiles) {
            try (Cluster cluster = Cluster.up(3, "systemd", profile)) {
                cluster.lab().client().ask(Lab.VIP, Cluster.FRONTEND);
                Pause.lasting(SETTLING);
                failures.forEach((name, failure) -> oneApiserver(cluster, profile, name, failure));
                cluster.lab().client().rest();
                moves(cluster, profile);
            }
        }
        return trouble
                + "\nErrors last from the start of the first request that failed to that of the last; ten requests a"
                + " second through haproxy, with a patience of 2 s each, " + runs + " failures each.\n\n" + moves
                + "\n\n" + budgets;
    }

    private void oneApiserver(Cluster cluster, String profile, String name, Behaviour failure) {
        List<Double> seconds = new ArrayList<>();
        int failed = 0;
        int moved = 0;
        Node first = cluster.lab().node(1);
        for (int run = 0; run < runs; run++) {
            cluster.lab().client().report();
            first.apiServer().become(failure);
            for (int look = 0; look < 30; look++) {
                Pause.lasting(Duration.ofMillis(100));
                moved += cluster.holdsVip(first) ? 0 : 1;
            }
            Report met = cluster.lab().client().report();
            seconds.add(met.trouble().toMillis() / 1e3);
            failed += met.failed();
            first.apiServer().become(Behaviour.OK);
            Pause.lasting(SETTLING);
        }
        Samples samples = Samples.of(seconds, Double::doubleValue);
        trouble.row(name, profile, samples.median(), samples.max(), (double) failed, (double) moved);
        budgets.atMost(name + ", " + profile + ", errors last at most", samples.max(), 1.0, "s")
                .atMost(name + ", " + profile + ", VIP moved", moved, 0, "");
    }

    private void moves(Cluster cluster, String profile) {
        Node first = cluster.lab().node(1);
        move(
                cluster,
                profile,
                "haproxy killed",
                () -> cluster.haproxy(first).kill(),
                () -> cluster.startHaproxy(first));
        move(
                cluster,
                profile,
                "haproxy frozen",
                () -> cluster.haproxy(first).freeze(),
                () -> cluster.haproxy(first).thaw());
        move(
                cluster,
                profile,
                "keepalived killed",
                () -> cluster.keepalived(first).kill(),
                () -> cluster.startKeepalived(first));
        move(
                cluster,
                profile,
                "keepalived frozen",
                () -> cluster.keepalived(first).freezeWithChildren(),
                () -> cluster.keepalived(first).thawWithChildren());
        move(cluster, profile, "link down", () -> cluster.link(first, false), () -> cluster.link(first, true));
    }

    private void move(Cluster cluster, String profile, String name, Runnable breaking, Runnable mending) {
        Node first = cluster.lab().node(1);
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Pause.lasting(Duration.ofMillis(1000 + 37L * run));
            long start = System.nanoTime();
            breaking.run();
            seconds.add(FailoverBench.awaitMove(cluster, first, start));
            mending.run();
            cluster.awaitVipOn(first);
        }
        Samples samples = Samples.of(seconds, Double::doubleValue);
        moves.row(name, profile, samples.median(), samples.max());
        budgets.atMost(name + ", " + profile + ", median", samples.median(), 1.5, "s");
    }
}
