package io.vipagent.bench;

import io.vipagent.bench.Bench.Measurement;
import io.vipagent.bench.Spawner.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What one execution of keepalived's check costs, beside what is used today. */
final class CheckBench implements Measurement {
    /** 46 for what the card names, and 1 for everything beyond it. */
    private static final double MAX_BINARY_MB = 47;

    private static final String SCRIPT = "kubeadm's script";
    private static final String CURL = "`curl --cacert`";
    private static final String AGENT = "`check`, asks the agent";
    private static final String PROBE = "`check --source=probe --url`";
    private static final String PROBE_CONFIG = "`check --source=probe --config`";

    @Override
    public String measure(BenchDirectory site, Arguments arguments) {
        ApiServer server = site.apiServer();
        RunningAgent agent = site.agent(AgentOptions.same(1, server.url(), "500ms"));
        List<Contender> contenders = contenders(site, server, agent.options());
        List<List<Run>> runs = new Spawner(site.tools(), site.directory()).run(contenders, arguments.rounds());
        double script = cpu(SCRIPT, contenders, runs);
        double curl = cpu(CURL, contenders, runs);
        Table table = new Table(
                "one execution",
                "wall p50 ms",
                "p99 ms",
                "CPU mean ms",
                "CPU p50 ms",
                "peak RSS MiB",
                "page faults",
                "CPU ÷ script",
                "CPU ÷ curl",
                "failed");
        for (int i = 0; i < contenders.size(); i++) {
            row(table, contenders.get(i).name(), runs.get(i), script, curl);
        }
        double agentCpu = cpu(AGENT, contenders, runs);
        double wall = wall(runs.get(names(contenders).indexOf(AGENT))).median();
        return table
                + "\nEach of " + arguments.rounds() + " rounds runs every contender once, in changing order, from fresh"
                + " copies; one HTTPS apiserver (RSA 2048) in a process of its own; one agent with one target at 500 ms.\n\n"
                + new Budgets()
                        .atMost("`check` through the agent, CPU ÷ kubeadm's script", agentCpu / script, 1.0 / 2, "")
                        .atMost("the same, the aim of the small static binary", agentCpu / script, 1.0 / 3, "")
                        .atMost("`check` through the agent, wall p50", wall, 4, "ms")
                        .atMost(
                                "`check --source=probe`, CPU ÷ `curl --cacert`",
                                cpu(PROBE, contenders, runs) / curl,
                                1,
                                "")
                        .atMost("size of the binary", Machine.size(site.binary()) / 1e6, MAX_BINARY_MB, "MB");
    }

    private static List<Contender> contenders(BenchDirectory site, ApiServer server, AgentOptions agent) {
        Path curl = Tools.find("curl");
        Path binary = site.binary();
        String program = "@" + binary.getFileName();
        String named = "https://kubernetes:" + server.port() + "/readyz";
        return List.of(
                new Contender("`/bin/true`, the floor", List.of(Tools.find("true")), List.of("@true")),
                new Contender(SCRIPT, List.of(script(site, server.port())), List.of("@check_apiserver.sh")),
                new Contender(
                        CURL,
                        List.of(curl),
                        List.of(
                                "@curl",
                                "-sf",
                                "--max-time",
                                "2",
                                "--cacert",
                                site.caFile().toString(),
                                "--resolve",
                                "kubernetes:" + server.port() + ":127.0.0.1",
                                "-o",
                                "/dev/null",
                                named)),
                new Contender(
                        AGENT,
                        List.of(binary),
                        List.of(program, "check", "--socket", agent.socket().toString())),
                new Contender(
                        PROBE,
                        List.of(binary),
                        List.of(
                                program,
                                "check",
                                "--source=probe",
                                "--url",
                                server.url(),
                                "--ca-file",
                                site.caFile().toString())),
                new Contender(
                        PROBE_CONFIG,
                        List.of(binary),
                        List.of(
                                program,
                                "check",
                                "--source=probe",
                                "--config",
                                agent.file().toString())));
    }

    /** What kubeadm's guide to highly available clusters gives keepalived to run. */
    private static Path script(BenchDirectory site, int port) {
        Path script = site.directory().resolve("check_apiserver.sh");
        try {
            Files.writeString(script, """
                    #!/bin/sh

                    fail() {
                        echo "check_apiserver: $*" >&2
                        exit 1
                    }

                    curl -sfk --max-time 2 https://localhost:%1$d/healthz -o /dev/null || fail "no answer on port %1$d"
                    """.formatted(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!script.toFile().setExecutable(true)) {
            throw new Unusable(script + " cannot be made executable");
        }
        return script;
    }

    private static void row(Table table, String name, List<Run> runs, double script, double curl) {
        Samples wall = wall(runs);
        Samples cpu = cpu(runs);
        table.row(
                name,
                wall.median(),
                wall.percentile(99),
                cpu.mean(),
                cpu.median(),
                Samples.of(runs, Run::rssKib).max() / 1024,
                Samples.of(runs, Run::faults).median(),
                cpu.mean() / script,
                cpu.mean() / curl,
                runs.stream().filter(run -> run.exitCode() != 0).count());
    }

    private static double cpu(String name, List<Contender> contenders, List<List<Run>> runs) {
        return cpu(runs.get(names(contenders).indexOf(name))).mean();
    }

    private static List<String> names(List<Contender> contenders) {
        return contenders.stream().map(Contender::name).toList();
    }

    private static Samples wall(List<Run> runs) {
        return Samples.of(runs, run -> run.wallNanos() / 1e6);
    }

    private static Samples cpu(List<Run> runs) {
        return Samples.of(runs, run -> run.cpuMicros() / 1e3);
    }
}
