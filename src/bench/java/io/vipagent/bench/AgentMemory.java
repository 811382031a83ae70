package io.vipagent.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the agent holds before and after many probes and scrapes, and what blackbox-exporter holds after as many.
 *
 * @param idle a few seconds after the start, at the usual interval, never scraped
 * @param first at the beginning of the work
 * @param last at its end
 * @param failures probes of either that failed
 * @param growth KiB of RSS per 1 000 probes in the second half of the work
 */
record AgentMemory(
        ProcessStats idle,
        ProcessStats first,
        ProcessStats last,
        double growth,
        double probes,
        int scrapes,
        ProcessStats peerFirst,
        ProcessStats peerLast,
        int peerProbes,
        double failures) {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final int SECONDS = 345;
    private static final int QUICK_SECONDS = 60;
    private static final int SCRAPES_PER_SECOND = 3;
    private static final int NOISE_KIB = 50;

    /** One look at the agent in the midst of its work. */
    private record Look(double probes, ProcessStats vitals) {}

    static AgentMemory measure(BenchDirectory site, ApiServer server, int targets, Arguments arguments) {
        ProcessStats idle;
        try (RunningAgent usual = RunningAgent.start(
                site.binary(), site.agentOptions(AgentOptions.same(targets, server.url(), "500ms")))) {
            Pause.lasting(SETTLING);
            idle = ProcessStats.of(usual.pid());
        }
        RunningAgent agent = site.agent(AgentOptions.same(targets, server.url(), INTERVAL.toMillis() + "ms"));
        Blackbox blackbox = site.blackbox(server);
        ProcessStats peerFirst = ProcessStats.of(blackbox.pid());
        int seconds = arguments.seconds(SECONDS, QUICK_SECONDS);
        int perSecond = targets * (int) Duration.ofSeconds(1).dividedBy(INTERVAL);
        int strokes = seconds * perSecond;
        List<Look> looks = new ArrayList<>();
        int[] stroke = {0};
        SteadyRate.beat(Duration.ofSeconds(1).dividedBy(perSecond), strokes, () -> {
            blackbox.probe();
            int now = stroke[0]++;
            if (now % (perSecond / SCRAPES_PER_SECOND) == 0) {
                looks.add(new Look(agent.probes(), ProcessStats.of(agent.pid())));
            }
        });
        return new AgentMemory(
                idle,
                looks.getFirst().vitals(),
                ProcessStats.of(agent.pid()),
                growth(looks.subList(looks.size() / 2, looks.size())),
                agent.probes(),
                looks.size(),
                peerFirst,
                ProcessStats.of(blackbox.pid()),
                strokes,
                blackbox.failures() + agent.failures());
    }

    String describe() {
        return new Table("holds", "RSS MiB", "anonymous MiB", "PSS MiB", "threads", "descriptors")
                        .row(cells("vip-agent at rest, 3 targets at 500 ms", idle))
                        .row(cells("vip-agent, beginning of the work", first))
                        .row(cells("vip-agent after %.0f probes and %d scrapes".formatted(probes, scrapes), last))
                        .row(cells("prometheus-blackbox-exporter at its start", peerFirst))
                        .row(cells("the same after %d probes".formatted(peerProbes), peerLast))
                + "\nIn the second half of the work the agent's RSS grew by %s KiB per 1 000 probes.%n"
                        .formatted(Table.number(growth))
                + "Both probed the same target; %.0f probes failed.%n".formatted(failures);
    }

    Budgets judge(Budgets budgets) {
        double rss = Math.max(idle.rssMib(), last.rssMib());
        return budgets.atMost("RSS at rest and after the work", rss, 45, "MiB")
                .atMost("the same, the aim of the small static binary", rss, 40, "MiB")
                .atMost("growth of RSS (noise: " + NOISE_KIB + ")", growth, NOISE_KIB, "KiB per 1 000 probes")
                .atMost("more descriptors after the work", last.descriptors() - first.descriptors(), 3, "")
                .atMost("more threads after the work", last.threads() - first.threads(), 3, "");
    }

    private static double growth(List<Look> looks) {
        return Samples.slope(
                looks.stream().mapToDouble(look -> look.probes() / 1000).toArray(),
                looks.stream().mapToDouble(look -> look.vitals().rssKib()).toArray());
    }

    private static Object[] cells(String name, ProcessStats vitals) {
        return new Object[] {
            name, vitals.rssMib(), vitals.anonymousMib(), vitals.pssMib(), vitals.threads(), vitals.descriptors()
        };
    }
}
