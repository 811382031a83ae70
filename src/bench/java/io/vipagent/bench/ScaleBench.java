package io.vipagent.bench;

import io.vipagent.bench.AgentOptions.Probed;
import io.vipagent.bench.Bench.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How many targets one agent can probe every second, of which one in twenty never answers. */
final class ScaleBench implements Measurement {
    private static final int[] COUNTS = {100, 250, 500, 1000};
    private static final int SERVERS = 2;
    private static final int SILENT_ONE_IN = 20;
    private static final String PROBES = "vip_agent_probes_total";
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        List<ApiServer> servers = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            servers.add(site.apiServer());
        }
        ApiServer silent = site.apiServer("SILENT_AFTER_TLS");
        CpuClock clock = new CpuClock(site.tools());
        Duration length = Duration.ofSeconds(arguments.seconds(20, 8));
        Table table = new Table(
                "targets at 1 s",
                "probes/s due",
                "reached",
                "good targets failed",
                "agent's CPU, cores",
                "CPU ms per probe",
                "apiservers' CPU, cores",
                "RSS MiB",
                "threads");
        double reached = 0;
        for (int count : COUNTS) {
            try (RunningAgent agent =
                    RunningAgent.start(site.binary(), site.agentOptions(targets(count, servers, silent)))) {
                reached = measure(table, count, length, agent, clock, servers, silent);
            }
        }
        int most = COUNTS[COUNTS.length - 1];
        return table
                + "\n" + length.toSeconds() + " s each; one target in " + SILENT_ONE_IN
                + " shakes hands and never answers"
                + " (timeout 800 ms). The apiservers that are probed (RSA 2048, on the JVM) share the machine's cores.\n\n"
                + new Budgets().atMost("probes missed at " + most + " targets", 100 * (1 - reached / most), 0.5, "%");
    }

    private static List<Probed> targets(int count, List<ApiServer> servers, ApiServer silent) {
        List<Probed> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean hangs = i % SILENT_ONE_IN == SILENT_ONE_IN - 1;
            targets.add(new Probed(
                    i == 0 ? "local" : (hangs ? "silent" : "good") + i,
                    i == 0 ? "local" : "backend",
                    hangs ? silent.url() : servers.get(i % servers.size()).url(),
                    "1s",
                    "800ms",
                    1));
        }
        return targets;
    }

    /** Adds a row; the probes per second that were reached. */
    private static double measure(
            Table table,
            int count,
            Duration length,
            RunningAgent agent,
            CpuClock clock,
            List<ApiServer> servers,
            ApiServer silent) {
        Pause.lasting(WARM_UP);
        long[] pids = new long[servers.size() + 2];
        pids[0] = agent.pid();
        pids[1] = silent.pid();
        for (int i = 0; i < servers.size(); i++) {
            pids[i + 2] = servers.get(i).pid();
        }
        Metered before = Metered.of(agent);
        double[] first = clock.read(pids);
        long start = System.nanoTime();
        Pause.lasting(length);
        double[] last = clock.read(pids);
        double seconds = (System.nanoTime() - start) / 1e9;
        ProcessStats vitals = ProcessStats.of(agent.pid());
        Metered after = Metered.of(agent);
        // Counted from the middle of one scrape to that of the next: a scrape of many targets takes its time.
        double perSecond = (after.probes() - before.probes()) / ((after.nanos() - before.nanos()) / 1e9);
        double own = (last[0] - first[0]) / seconds;
        double theirs = 0;
        for (int i = 1; i < pids.length; i++) {
            theirs += (last[i] - first[i]) / seconds;
        }
        table.row(
                Integer.toString(count),
                (double) count,
                perSecond,
                after.goodFailed() - before.goodFailed(),
                own,
                own * 1e3 / perSecond,
                theirs,
                vitals.rssMib(),
                vitals.threads());
        return perSecond;
    }

    /** The counters at one moment. */
    private record Metered(double probes, double goodFailed, long nanos) {
        static Metered of(RunningAgent agent) {
            long start = System.nanoTime();
            String text = agent.scraper().get("/metrics");
            long middle = start + (System.nanoTime() - start) / 2;
            double failed = Scraper.sum(text, PROBES, "result=\"failed\"");
            double silent = Scraper.sum(text, PROBES, "result=\"failed\"", "target=\"silent");
            return new Metered(Scraper.sum(text, PROBES), failed - silent, middle);
        }
    }
}
