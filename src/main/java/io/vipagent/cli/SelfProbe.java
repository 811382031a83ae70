package io.vipagent.cli;

import io.vipagent.agent.Preflight;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.health.CertificateTerm;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What {@code check} finds out by itself: each target once, all at the same time, by one deadline. */
final class SelfProbe {
    private static final Duration MARGIN = Duration.ofMillis(30);

    /** The percentage of the time that the deciding targets have where others are asked after them. */
    private static final int OWN_SHARE = 60;

    private final HttpsProbe probe;

    /** Says nothing but its answer. */
    SelfProbe() {
        this(warning -> {});
    }

    /** {@code warnings} hears what of the TLS files is skipped. */
    SelfProbe(Consumer<String> warnings) {
        this.probe = new HttpsProbe(new SystemTicker(), warnings);
    }

    /**
     * Reads what {@code targets} need.
     *
     * @throws InvalidConfiguration with every file that cannot be used
     */
    void prepare(List<Target> targets) throws InvalidConfiguration {
        Set<String> unusable = Preflight.files(probe, targets);
        if (!unusable.isEmpty()) {
            List<String> problems = new ArrayList<>(unusable);
            problems.add("expected that file, or --config FILE that names another, or --url URL with --ca-file FILE or"
                    + " --insecure, so that check can probe by itself; or an agent that answers, on --socket"
                    + " PATH");
            throw new InvalidConfiguration("cannot probe", problems);
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

    /** Returns until when the certificate is valid that is shown to {@code target}, where one is set. */
    Optional<CertificateTerm> clientCertificate(Target target) {
        return probe.clientCertificate(target.tlsSettings());
    }

    /** Returns one outcome. */
    Outcome once(Target target) {
        return probe.probe(target);
    }

    /**
     * Passes where every target passes; else the first failure in the order of the targets. Silence is a failure only
     * where one of {@code backends} answers in what is left of the time: where all are silent, moving the VIP cannot
     * help.
     */
    Reply probe(List<Target> targets, List<Target> backends, Deadline deadline) {
        Duration left = left(deadline);
        Duration share =
                backends.isEmpty() ? left : left.multipliedBy(OWN_SHARE).dividedBy(100);
        List<Outcome> outcomes =
                all(targets.stream().map(target -> hurry(target, share)).toList());
        Optional<Reply> silent = Optional.empty();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Failed failed) {
                Reply reply = Reply.of(failed.reason(), targets.get(i).name() + ": " + failed.detail());
                if (backends.isEmpty() || !isSilence(failed)) {
                    return reply;
                }
                silent = silent.or(() -> Optional.of(reply));
            }
        }
        if (silent.isEmpty()) {
            return new Reply(ExitCode.OK.code(), "up");
        }
        boolean better = all(backends.stream()
                        .filter(target ->
                                probe.fileProblem(target.tlsSettings()).isEmpty())
                        .map(target -> hurry(target, left(deadline)))
                        .toList())
                .stream()
                .anyMatch(Outcome::passed);
        return better
                ? silent.get()
                : new Reply(
                        ExitCode.OK.code(),
                        "no other apiserver answers either: " + silent.get().text());
    }

    private static boolean isSilence(Failed failed) {
        return switch (failed.reason()) {
            case CONNECT_TIMEOUT, RESPONSE_TIMEOUT -> true;
            case TLS_FAILED -> failed.detail().endsWith("in time");
            default -> false;
        };
    }

    /** Runs a task on a thread of its own, or here and now where there can be no more threads. */
    static void beside(Runnable task) {
        try {
            Thread.ofPlatform().daemon().name("probe").start(task);
        } catch (OutOfMemoryError e) {
            task.run();
        }
    }

    private List<Outcome> all(List<Target> targets) {
        if (targets.size() == 1) {
            return List.of(probe.probe(targets.getFirst()));
        }
        List<CompletableFuture<Outcome>> futures = new ArrayList<>();
        targets.forEach(
                target -> futures.add(CompletableFuture.supplyAsync(() -> probe.probe(target), SelfProbe::beside)));
        return futures.stream().map(CompletableFuture::join).toList();
    }

    private static Duration left(Deadline deadline) {
        return Duration.ofNanos(deadline.nanosLeft()).minus(MARGIN);
    }

    private static Target hurry(Target target, Duration left) {
        ProbeSchedule schedule = target.schedule();
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
