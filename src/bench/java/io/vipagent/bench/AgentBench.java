package io.vipagent.bench;

import io.vipagent.bench.Bench.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How soon the agent answers after its start, and what it holds, at rest and after much work. */
final class AgentBench implements Measurement {
    private static final int TARGETS = 3;
    private static final int STARTS = 20;
    private static final int QUICK_STARTS = 8;
    private static final int VERDICT = 3;
    private static final int OUTPUTS = VERDICT + 1;

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        ApiServer server = site.apiServer();
        int starts = arguments.quick() ? QUICK_STARTS : STARTS;
        double[][] moments = starts(site, server, starts);
        Table table = new Table("after the start", "p50 ms", "max ms")
                .row(cells("control socket answers", moments[0]))
                .row(cells("agent-check answers", moments[1]))
                .row(cells("`/health` answers", moments[2]))
                .row(cells("the first verdict (rise 2, interval 500 ms)", moments[VERDICT]));
        double slowest = IntStream.range(0, VERDICT)
                .mapToDouble(output -> Samples.of(moments[output]).median())
                .max()
                .orElseThrow();
        AgentMemory memory = AgentMemory.measure(site, server, TARGETS, arguments);
        return table
                + "\n" + starts + " starts for each line, with " + TARGETS
                + " targets; what it names is asked every 0.5 ms from outside.\n\n"
                + memory.describe()
                + "\n"
                + memory.judge(new Budgets()
                        .atMost("every output answers, p50 after the start", slowest, 100, "ms")
                        .atMost("the same, the aim of the small static binary", slowest, 40, "ms"));
    }

    /** For each of the four lines the moments in ms, one per start. */
    private static double[][] starts(BenchDirectory site, ApiServer server, int starts) {
        AgentOptions options = site.agentOptions(AgentOptions.same(TARGETS, server.url(), "500ms"));
        List<String> command = new ArrayList<>(List.of(
                site.tools().compiled("firstanswer").toString(),
                Integer.toString(starts),
                options.socket().toString(),
                Integer.toString(options.agentCheckPort()),
                Integer.toString(options.httpPort())));
        command.addAll(RunningAgent.prepare(site.binary(), options));
        double[][] moments = new double[OUTPUTS][starts];
        List<String> lines = Child.output(command, "").lines().toList();
        for (int start = 0; start < starts; start++) {
            String[] words = lines.get(start).split(" ", -1);
            for (int output = 0; output < OUTPUTS; output++) {
                moments[output][start] = Long.parseLong(words[output]) / 1e6;
            }
        }
        return moments;
    }

    private static Object[] cells(String name, double[] moments) {
        Samples samples = Samples.of(moments);
        return new Object[] {name, samples.median(), samples.max()};
    }
}
