package io.vipagent.bench;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Measures what the native binary costs and prints Markdown that fits docs/PERFORMANCE.md. The property {@code
 * vip-agent.binary} names what is measured. Budgets are shown, not asserted; only what could not be measured is an
 * error.
 */
public final class Bench {
    private static final String DEFAULT_BINARY = "target/vip-agent";
    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;

    private static final Map<String, Measurement> MEASUREMENTS = Map.of(
            "check", new CheckBench(),
            "probe", new ProbeBench(),
            "agent", new AgentBench(),
            "agentcheck", new AgentCheckBench(),
            "scale", new ScaleBench(),
            "failover", new FailoverBench(),
            "noise", new NoiseBench(),
            "slow", new SlowBench(),
            "rest", new RestBench());

    private Bench() {}

    /** One bench. */
    interface Measurement {
        /** Measures at {@code site}; the section to print. */
        String measure(BenchDirectory site, Arguments arguments);
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String... args) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            return USAGE;
        }
        Path binary =
                Path.of(System.getProperty("vip-agent.binary", DEFAULT_BINARY)).toAbsolutePath();
        if (!Files.isExecutable(binary)) {
            System.err.println("bench: there is no native binary " + binary + "; ./dev native builds it");
            return UNAVAILABLE;
        }
        System.out.println(Machine.describe(binary));
        boolean whole = true;
        for (String name : arguments.names()) {
            whole &= measure(name, binary, arguments);
        }
        return whole ? 0 : UNAVAILABLE;
    }

    private static boolean measure(String name, Path binary, Arguments arguments) {
        System.out.println("\n## " + name + "\n");
        try (BenchDirectory site = BenchDirectory.open(binary)) {
            System.out.print(MEASUREMENTS.get(name).measure(site, arguments));
            return true;
        } catch (Unusable | UncheckedIOException e) {
            System.out.println("Not measured: " + e.getMessage());
            return false;
        }
    }
}
