package io.vipagent.bench;

import io.vipagent.bench.Bench.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a warm probe costs, beside prometheus-blackbox-exporter. Both probe the same target at the same rate at the same
 * time, so that whatever else the machine does hits both.
 */
final class ProbeBench implements Measurement {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int WARM_UP_PROBES = 50;
    private static final int SLICES = 7;

    /** What one slice of time took. */
    private record Slice(double agentMillis, double idleMillisPerSecond, double blackboxMillis) {
        double ratio() {
            return agentMillis / blackboxMillis;
        }
    }

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        ApiServer server = site.apiServer();
        RunningAgent agent = site.agent(AgentOptions.same(1, server.url(), INTERVAL.toMillis() + "ms"));
        RunningAgent idle =
                site.agent(List.of(new AgentOptions.Probed("local", "local", server.url(), "10m", "1s", 1)));
        Blackbox blackbox = site.blackbox(server);
        CpuClock clock = new CpuClock(site.tools());
        SteadyRate.beat(INTERVAL, WARM_UP_PROBES, blackbox::probe);
        Duration slice = Duration.ofSeconds(arguments.seconds(10, 4));
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < SLICES; i++) {
            slices.add(measure(slice, agent, idle, blackbox, clock));
        }
        double ratio = Samples.of(slices, Slice::ratio).median();
        Table table = new Table("a warm probe of the same HTTPS target", "CPU ms, median", "min", "max")
                .row(cells("vip-agent", Samples.of(slices, Slice::agentMillis)))
                .row(cells("prometheus-blackbox-exporter", Samples.of(slices, Slice::blackboxMillis)))
                .row(cells("ratio", Samples.of(slices, Slice::ratio)))
                .row(cells("vip-agent idle, in a second", Samples.of(slices, Slice::idleMillisPerSecond)));
        return table
                + "\n" + SLICES + " slices of " + slice.toSeconds() + " s, each probing every " + INTERVAL.toMillis()
                + " ms, both at the same time. From the agent's CPU time that of an idle agent is subtracted."
                + " The exporter's includes the HTTP request that asks for the probe: it probes in no other way. Probes that failed: "
                + blackbox.failures() + " of the exporter's, " + Table.number(agent.failures()) + " of the agent's.\n\n"
                + new Budgets()
                        .atMost("a warm probe ÷ blackbox-exporter's", ratio, 1.5, "")
                        .atMost("the same, the aim of the small static binary", ratio, 1, "");
    }

    private static Slice measure(
            Duration length, RunningAgent agent, RunningAgent idle, Blackbox blackbox, CpuClock clock) {
        double before = agent.probes();
        long start = System.nanoTime();
        double[] first = clock.read(agent.pid(), idle.pid(), blackbox.pid());
        int asked = (int) length.dividedBy(INTERVAL);
        SteadyRate.beat(INTERVAL, asked, blackbox::probe);
        double[] last = clock.read(agent.pid(), idle.pid(), blackbox.pid());
        double seconds = (System.nanoTime() - start) / 1e9;
        double probes = agent.probes() - before;
        double idleMillis = (last[1] - first[1]) * 1e3;
        return new Slice(
                ((last[0] - first[0]) * 1e3 - idleMillis) / probes,
                idleMillis / seconds,
                (last[2] - first[2]) * 1e3 / asked);
    }

    private static Object[] cells(String name, Samples samples) {
        return new Object[] {name, samples.median(), samples.percentile(0), samples.max()};
    }
}
