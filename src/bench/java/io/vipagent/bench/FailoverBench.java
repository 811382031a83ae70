package io.vipagent.bench;

import io.vipagent.bench.Bench.Measurement;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.Etcd;
import io.vipagent.lab.ApiServer;
import io.vipagent.lab.Cluster;
import io.vipagent.lab.Lab;
import io.vipagent.lab.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How long a broken node keeps the VIP, and clients meet errors: three nodes in network namespaces that run what
 * {@code vip-agent init} writes, beside kubeadm's script. Needs root.
 */
final class FailoverBench implements Measurement {
    private static final int RUNS = 10;
    private static final int QUICK_RUNS = 3;
    private static final List<String> PROFILES = List.of("recommended", "fast");
    private static final Map<String, Consumer<ApiServer>> FAILURES = failures();

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        List<String> missing = Lab.missing("keepalived", "haproxy");
        if (!missing.isEmpty()) {
            throw new Unusable("the lab cannot be set up here; missing: " + String.join("; ", missing));
        }
        int runs = arguments.quick() ? QUICK_RUNS : RUNS;
        // As they come: the whole takes a quarter of an hour.
        System.out.println(direct(runs));
        Map<String, String> frontend =
                Parallel.of(PROFILES, profile -> new FrontendFailover(profile, FAILURES, runs).measure());
        System.out.println(String.join("\n", frontend.values()));
        Map<String, String> agent = Parallel.of(PROFILES, profile -> new AgentFailover(QUICK_RUNS).measure(profile));
        return String.join("\n", agent.values());
    }

    private static Map<String, Consumer<ApiServer>> failures() {
        Map<String, Consumer<ApiServer>> failures = new LinkedHashMap<>();
        failures.put("refuses connections", server -> server.become(Behaviour.REFUSE));
        failures.put("answers 500", server -> server.become(Behaviour.ERROR_500));
        failures.put("resets connections", server -> server.become(Behaviour.RESET_BEFORE_TLS));
        failures.put("is silent before TLS", server -> server.become(Behaviour.SILENT_BEFORE_TLS));
        failures.put("is silent after TLS", server -> server.become(Behaviour.SILENT_AFTER_TLS));
        failures.put("trickles", server -> server.become(Behaviour.TRICKLE_BODY));
        failures.put("fails on /readyz alone", server -> server.etcd(Etcd.ERROR));
        failures.put("is frozen", server -> server.daemon().freeze());
        return failures;
    }

    /** Makes it well again, whatever it was. */
    static void mend(ApiServer server) {
        server.daemon().thaw();
        server.etcd(Etcd.WELL);
        server.become(Behaviour.OK);
    }

    private static String direct(int runs) {
        Map<String, Map<String, Samples>> all = Parallel.of(PROFILES, profile -> moves(profile, runs));
        Map<String, Double> today =
                new KubeadmFailover().measure(Map.of(
                "refuses connections", Behaviour.REFUSE, "is silent after TLS", Behaviour.SILENT_AFTER_TLS));
        Table table = new Table(
                "the VIP leaves a node whose apiserver",
                "kubeadm's script, s",
                "recommended, median s",
                "max",
                "fast, median s",
                "max");
        Budgets budgets = new Budgets();
        FAILURES.forEach((name, failure) -> {
            Samples recommended = all.get("recommended").get(name);
            Samples fast = all.get("fast").get(name);
            table.row(
                    name,
                    today.getOrDefault(name, Double.NaN),
                    recommended.median(),
                    recommended.max(),
                    fast.median(),
                    fast.max());
            boolean hangs = name.contains("silent") || name.contains("trickles") || name.contains("frozen");
            budgets.atMost(name + ", recommended, median", recommended.median(), 1.5, "s")
                    .atMost(name + ", fast, median", fast.median(), hangs ? 0.8 : 0.5, "s");
        });
        return table + "\nThe VIP is directly on the apiserver's port; " + runs
                + " moves each, from the failure to the address on another node; kubeadm's script once each.\n\n"
                + budgets;
    }

    private static Map<String, Samples> moves(String profile, int runs) {
        Map<String, Samples> moves = new LinkedHashMap<>();
        try (Cluster cluster = Cluster.up(3, "keepalived-only", profile)) {
            FAILURES.forEach((name, failure) -> moves.put(name, moves(cluster, failure, runs)));
        }
        return moves;
    }

    private static Samples moves(Cluster cluster, Consumer<ApiServer> failure, int runs) {
        List<Double> seconds = new ArrayList<>();
        Node first = cluster.lab().node(1);
        for (int run = 0; run < runs; run++) {
            Pause.lasting(Duration.ofMillis(500 + 37L * run));
            long start = System.nanoTime();
            failure.accept(first.apiServer());
            seconds.add(awaitMove(cluster, first, start));
            mend(first.apiServer());
            cluster.awaitVipOn(first);
        }
        return Samples.of(seconds, Double::doubleValue);
    }

    /** Seconds from {@code start} to the address on a node that is not {@code broken}. */
    static double awaitMove(Cluster cluster, Node broken, long start) {
        long limit = start + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < limit) {
            if (cluster.lab().others(broken).stream().anyMatch(cluster::holdsVip)) {
                return (System.nanoTime() - start) / 1e9;
            }
            Pause.lasting(Duration.ofMillis(2));
        }
        throw new Unusable("the VIP did not move within a minute");
    }
}
