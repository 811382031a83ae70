package io.vipagent.cli;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.agent.monitor.MaintenanceFile;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.Target;
import io.vipagent.core.health.TargetRole;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * keepalived's track script, whoever parsed its options.
 *
 * @param socket where the agent is
 * @param timeout the whole check ends by then
 * @param targets what is probed where the agent gives no fresh answer
 */
record Check(Path socket, Source source, Duration timeout, Targets targets) {
    static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(1500);

    /** The agent has this part of the timeout before anything else is begun: 300 ms of the default. */
    private static final int AGENT_SHARE = 5;

    /** What is left at the end to say what came out, and to be gone before keepalived's own timeout. */
    private static final Duration MARGIN = Duration.ofMillis(20);

    /** Replies that say nothing of the targets: then it pays to look for oneself. */
    private static final Set<Integer> NO_ANSWER = Set.of(
            Reason.AGENT_UNREACHABLE.exitCode(),
            Reason.STALE.exitCode(),
            Reason.STARTING.exitCode(),
            Reason.AGENT_ERROR.exitCode(),
            ExitCode.USAGE.code(),
            ExitCode.DEFECT.code());

    /** Who is asked. */
    enum Source {
        /** The agent, and the targets themselves where it gives no fresh answer. */
        AGENT_THEN_PROBE,
        /** The agent alone. */
        AGENT,
        /** The targets themselves. */
        PROBE;

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Reads what to probe, when that is needed and not before. */
    @FunctionalInterface
    interface Targets {
        Asked read() throws InvalidConfiguration;
    }

    /**
     * What is probed.
     *
     * @param deciding what the policy asks
     * @param backends the other nodes' apiservers, with which a silent one is compared
     */
    record Asked(List<Target> deciding, List<Target> backends) {
        /** The targets of a configuration. */
        static Asked of(Settings settings) {
            return new Asked(
                    settings.deciding(),
                    settings.targets().stream()
                            .filter(target -> target.role() == TargetRole.BACKEND)
                            .toList());
        }
    }

    /** Checks and says what came out, in one line; the exit code. */
    int run() throws InvalidConfiguration {
        Deadline deadline = Deadline.in(new SystemTicker(), timeout);
        if (source == Source.PROBE) {
            return say(probe(deadline), "");
        }
        if (source == Source.AGENT) {
            return say(ControlClient.replyOf(socket, new Request.Check(), deadline), "");
        }
        try (ControlClient agent = ControlClient.begin(socket, new Request.Check())) {
            return ask(agent, deadline);
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException("the time is taken care of", e);
        } catch (IOException e) {
            return say(probe(deadline), byItself(ControlClient.unreachable(socket, e)));
        }
    }

    private int ask(ControlClient agent, Deadline deadline) throws IOException, InvalidConfiguration {
        try {
            Reply reply = agent.await(Deadline.in(deadline.ticker(), timeout.dividedBy(AGENT_SHARE)))
                    .orElseGet(() -> ControlClient.late(socket));
            return NO_ANSWER.contains(reply.exitCode()) ? say(probe(deadline), byItself(reply)) : say(reply, "");
        } catch (SocketTimeoutException e) {
            return askAndProbe(agent, deadline);
        }
    }

    /**
     * Probes, and goes on listening: on a busy node the agent, which has been looking all the while, may answer before a
     * probe that began now ends. The agent's answer and a probe that passed are good, whichever comes first; a probe
     * that failed is what is said where no answer comes.
     */
    private int askAndProbe(ControlClient agent, Deadline deadline) throws InvalidConfiguration {
        Watchdog.arm(deadline);
        FutureTask<Reply> probing = new FutureTask<>(() -> probe(deadline)) {
            @Override
            protected void done() {
                agent.wakeUp();
            }
        };
        try {
            Thread.ofPlatform().daemon().name("probe").start(probing);
        } catch (OutOfMemoryError e) {
            // There can be no more threads now: then one after the other.
            probing.run();
        }
        Deadline last = new Deadline(deadline.ticker(), deadline.atNanos() - MARGIN.toNanos());
        boolean answers = true;
        while (last.nanosLeft() > 0 && answers && !settled(probing)) {
            try {
                Optional<Reply> reply = agent.await(last);
                if (reply.isPresent() && !NO_ANSWER.contains(reply.get().exitCode())) {
                    return say(reply.get(), " (after " + ControlClient.late(socket).text() + ")");
                }
                answers = reply.isEmpty();
            } catch (IOException lateOrGone) {
                answers = false;
            }
        }
        return say(outcome(probing), byItself(ControlClient.late(socket)));
    }

    /** Whether nothing that the agent may still say is better: it passed, or an operator has drained this node. */
    private static boolean settled(FutureTask<Reply> probing) {
        return probing.state() == Future.State.SUCCESS
                && (probing.resultNow().exitCode() == ExitCode.OK.code()
                        || probing.resultNow().exitCode() == Reason.MAINTENANCE.exitCode());
    }

    private static Reply outcome(FutureTask<Reply> probing) throws InvalidConfiguration {
        try {
            return probing.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InvalidConfiguration invalid -> throw invalid;
                case RuntimeException defect -> throw defect;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private static String byItself(Reply agent) {
        return " (probed by check itself: " + agent.text() + ")";
    }

    private Reply probe(Deadline deadline) throws InvalidConfiguration {
        Optional<String> drained = MaintenanceFile.beside(socket).reason();
        if (drained.isPresent()) {
            return new Reply(Reason.MAINTENANCE.exitCode(), Reason.MAINTENANCE + " " + drained.get());
        }
        Watchdog.arm(deadline);
        SelfProbe probe = new SelfProbe();
        Asked asked = targets.read();
        probe.prepare(asked.deciding());
        return probe.probe(asked.deciding(), asked.backends(), deadline);
    }

    private static int say(Reply reply, String how) {
        (reply.exitCode() == ExitCode.OK.code() ? System.out : System.err).println(reply.text() + how);
        return reply.exitCode();
    }
}
