package io.vipagent.bench;

import io.vipagent.bench.Bench.Measurement;

/** How soon haproxys are answered that ask a thousand times a second while the agent probes. */
final class AgentCheckBench implements Measurement {
    private static final int PER_SECOND = 1000;
    private static final int TARGETS = 3;

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        ApiServer server = site.apiServer();
        RunningAgent agent = site.agent(AgentOptions.same(TARGETS, server.url(), "500ms"));
        CpuClock clock = new CpuClock(site.tools());
        int port = agent.options().agentCheckPort();
        int seconds = arguments.seconds(10, 5);
        Table table = new Table(
                PER_SECOND + " connections a second",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "max ms",
                "errors",
                "begun late, p99 ms",
                "CPU ms per answer");
        double[] worst = {0};
        for (String line : new String[] {"local\n", ""}) {
            AgentCheckLoad.run(port, line, PER_SECOND, arguments.seconds(3, 2));
            double[] before = clock.read(agent.pid());
            AgentCheckLoad.Result result = AgentCheckLoad.run(port, line, PER_SECOND, seconds);
            double cpu = (clock.read(agent.pid())[0] - before[0]) * 1e3 / result.connections();
            Samples latency = result.latencyMillis();
            worst[0] = Math.max(worst[0], result.errors() > 0 ? Double.POSITIVE_INFINITY : latency.percentile(99));
            table.row(
                    line.isEmpty() ? "without a line" : "with a line (`agent-send`)",
                    latency.median(),
                    latency.percentile(90),
                    latency.percentile(99),
                    latency.max(),
                    result.errors(),
                    result.lateMillis().percentile(99),
                    cpu);
        }
        return table
                + "\nOpen loop for " + seconds
                + " s on loopback, from the start of the connection to the end of the line,"
                + " while " + TARGETS + " targets are probed every 500 ms. Where a client sends no line the agent"
                + " waits `agent-check.line-wait` (5 ms) for one.\n\n"
                + new Budgets().atMost("p99, without any error", worst[0], 10, "ms");
    }
}
