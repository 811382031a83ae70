package io.vipagent.bench;

import io.vipagent.bench.Bench.Measurement;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Whether the VIP moves although nothing is broken: all apiservers are late now and then, and lose a probe. Needs root.
 */
final class NoiseBench implements Measurement {
    private static final int RUNS = 200;
    private static final int QUICK_RUNS = 20;
    private static final int LATE_PERCENT = 10;
    private static final int LOST_PERCENT = 2;
    private static final Duration LATENESS = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int LOOKS = 50;

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        List<String> missing = Lab.missing("keepalived");
        if (!missing.isEmpty()) {
            throw new Unusable("the lab cannot be set up here; missing: " + String.join("; ", missing));
        }
        int runs = arguments.quick() ? QUICK_RUNS : RUNS;
        Map<String, Result> results = Parallel.of(List.of("recommended", "fast"), profile -> among(profile, runs));
        Table table = new Table("profile", "runs of 1 s", "probes failed", "of", "runs with the VIP away");
        Budgets budgets = new Budgets();
        results.forEach((profile, result) -> {
            table.row(profile, (double) runs, result.failed(), result.probes(), (double) result.away());
            budgets.atMost(profile + ", needless moves", result.away(), 0, "");
        });
        return table + "\nOf all connections, and of all further requests on those that stay, " + LATE_PERCENT
                + " % are served late by up to " + LATENESS.toMillis() + " ms and "
                + LOST_PERCENT + " % never.\n\n" + budgets;
    }

    private record Result(int away, double failed, double probes) {}

    private static Result among(String profile, int runs) {
        try (Cluster cluster = Cluster.up(3, "keepalived-only", profile)) {
            int away = away(cluster, runs);
            String scrape = cluster.room(cluster.lab().node(1))
                    .run("/usr/bin/vip-agent", "status", "--output=prometheus")
                    .out();
            return new Result(
                    away,
                    Scraper.sum(scrape, "vip_agent_probes_total", "result=\"failed\""),
                    Scraper.sum(scrape, "vip_agent_probes_total"));
        }
    }

    private static int away(Cluster cluster, int runs) {
        Node first = cluster.lab().node(1);
        cluster.lab().nodes().forEach(node -> node.apiServer().noise(LATE_PERCENT, LATENESS, LOST_PERCENT));
        int away = 0;
        for (int run = 0; run < runs; run++) {
            boolean here = true;
            for (int look = 0; look < LOOKS; look++) {
                Pause.lasting(LOOK);
                here &= cluster.holdsVip(first);
            }
            away += here ? 0 : 1;
        }
        return away;
    }
}
