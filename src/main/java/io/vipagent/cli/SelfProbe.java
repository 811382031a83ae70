package io.vipagent.cli;

import io.vipagent.agent.Preflight;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.ProbeSchedule;
import io.vipagent.core.health.Target;
import io.vipagent.core.protocol.Reply;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What {@code check} finds out by itself: each target once, all at the same time, by one deadline. */
final class SelfProbe {
    private static final Duration MARGIN = Duration.ofMillis(30);

    private final HttpsProbe probe = new HttpsProbe(new SystemTicker(), warning -> {});

    /**
     * Reads what {@code targets} need.
     *
     * @throws InvalidConfiguration with every file that cannot be used
     */
    void prepare(List<Target> targets) throws InvalidConfiguration {
        Set<String> unusable = Preflight.files(probe, targets);
        if (!unusable.isEmpty()) {
            throw new InvalidConfiguration("cannot probe", List.copyOf(unusable));
        }
    }

    /**
     * Reads what {@code target}, which options describe, needs.
     *
     * @throws InvalidConfiguration in the words of the options, with the way out
     */
    void prepare(Target target, boolean caFileGiven) throws InvalidConfiguration {
        Optional<String> problem = probe.fileProblem(target.tlsSettings());
        if (problem.isPresent()) {
            boolean ofDefault = !caFileGiven
                    && problem.get().startsWith(target.tlsSettings().caFile().toString());
            throw new InvalidConfiguration(
                    "cannot probe " + target.url(),
                    List.of(
                            ofDefault
                                    ? "no --ca-file was given, and the default cannot be used: " + problem.get()
                                            + "; expected --ca-file FILE with the CA that vouches for the server, or"
                                            + " --insecure to believe any"
                                    : problem.get()));
        }
    }

    /** One outcome. */
    Outcome once(Target target) {
        return probe.probe(target);
    }

    /** Passes where every target passes; else the first failure in the order of the targets. */
    Reply probe(List<Target> targets, Deadline deadline) {
        List<Target> hurried =
                targets.stream().map(target -> hurry(target, deadline)).toList();
        List<Outcome> outcomes = hurried.size() == 1 ? List.of(probe.probe(hurried.getFirst())) : all(hurried);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Failed failed) {
                return new Reply(
                        failed.reason().exitCode(),
                        failed.reason() + " " + targets.get(i).name() + ": " + failed.detail());
            }
        }
        return new Reply(ExitCode.OK.code(), "up");
    }

    private List<Outcome> all(List<Target> targets) {
        Executor threads = task -> Thread.ofPlatform().daemon().start(task);
        List<CompletableFuture<Outcome>> futures = new ArrayList<>();
        targets.forEach(target -> futures.add(CompletableFuture.supplyAsync(() -> probe.probe(target), threads)));
        return futures.stream().map(CompletableFuture::join).toList();
    }

    private static Target hurry(Target target, Deadline deadline) {
        ProbeSchedule schedule = target.schedule();
        Duration left = Duration.ofNanos(deadline.nanosLeft()).minus(MARGIN);
        Duration timeout = left.compareTo(schedule.timeout()) < 0 ? left : schedule.timeout();
        return new Target(
                target.name(),
                target.role(),
                target.url(),
                target.tlsSettings(),
                target.expectedResponse(),
                new ProbeSchedule(schedule.interval(), timeout, schedule.rise(), schedule.fall()),
                target.ping());
    }
}
