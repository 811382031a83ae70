package io.vipagent.cli;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.agent.monitor.MaintenanceFile;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.Settings;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.text.Labelled;
import io.vipagent.platform.linux.StandardStream;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
record Check(Path socket, AnswerSource source, Duration timeout, Targets targets) {
    /** The agent has this part of the timeout before anything else is begun: 300 ms of the default. */
    private static final int AGENT_SHARE = 5;

    /** This part of the timeout is left at the end to say what came out: 75 ms of the default, on a busy node. */
    private static final int END_SHARE = 20;

    /** Names who is asked for the answer. */
    enum AnswerSource implements Labelled {
        /** The agent, and the targets themselves where it gives no fresh answer. */
        AGENT_THEN_PROBE,
        /** The agent alone. */
        AGENT,
        /** The targets themselves. */
        PROBE;

        /** Returns the word on the command line. */
        @Override
        public String toString() {
            return label().replace('_', '-');
        }
    }

    /** Reads what to probe, when that is needed and not before. */
    @FunctionalInterface
    interface Targets {
        CheckTargets read() throws InvalidConfiguration;
    }

    /**
     * What check probes where it has to find out by itself.
     *
     * @param deciding what the policy asks
     * @param backends the other nodes' apiservers, with which a silent one is compared
     * @param described whether options say what to probe, and no configuration
     * @param singleNode whether no other node could hold the VIP: then this one holds it whatever its targets do
     */
    record CheckTargets(List<Target> deciding, List<Target> backends, boolean described, boolean singleNode) {
        /** Returns what options describe. */
        static CheckTargets described(Target target) {
            return new CheckTargets(List.of(target), List.of(), true, false);
        }

        /** Returns the targets of a configuration. */
        static CheckTargets of(Settings settings) {
            return new CheckTargets(
                    settings.deciding(),
                    settings.targets().stream()
                            .filter(target -> target.role() == TargetRole.BACKEND)
                            .toList(),
                    false,
                    settings.rule().singleNode());
        }

        /** Returns what {@code probed} means for this node, by the rule that the agent decides by as well. */
        Reply answer(Reply probed) {
            return probed.isOk() || !singleNode
                    ? probed
                    : new Reply(ExitCode.OK.code(), "holds on, this is the only node: " + probed.text());
        }
    }

    /** Checks and says what came out, in one line; the exit code. */
    int run() throws InvalidConfiguration {
        Deadline deadline = Deadline.in(new SystemTicker(), timeout);
        if (source == AnswerSource.PROBE) {
            return say(watchedProbe(deadline), "");
        }
        if (source == AnswerSource.AGENT) {
            return say(ControlClient.replyOf(socket, new Request.CheckDecision(), deadline), "");
        }
        try (ControlClient agent = ControlClient.begin(socket, new Request.CheckDecision())) {
            return ask(agent, deadline);
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException("the time is taken care of", e);
        } catch (IOException e) {
            return say(watchedProbe(deadline), byItself(ControlClient.unreachable(socket, e)));
        }
    }

    private int ask(ControlClient agent, Deadline deadline) throws IOException, InvalidConfiguration {
        try {
            Reply reply = agent.await(Deadline.in(deadline.ticker(), timeout.dividedBy(AGENT_SHARE)))
                    .orElseGet(() -> ControlClient.late(socket));
            return isAnswer(reply) ? say(reply, "") : say(watchedProbe(deadline), byItself(reply));
        } catch (SocketTimeoutException e) {
            return askAndProbe(agent, deadline);
        }
    }

    /**
     * Probes, and goes on listening: on a busy node the agent, which has been looking all the while, may answer before
     * a probe that began now ends. The agent's answer and a probe that passed are good, whichever comes first; a probe
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
        SelfProbe.beside(probing);
        Deadline last = new Deadline(
                deadline.ticker(),
                deadline.atNanos() - timeout.dividedBy(END_SHARE).toNanos());
        boolean answers = true;
        while (last.nanosLeft() > 0 && answers && !settled(probing)) {
            try {
                Optional<Reply> reply = agent.await(last);
                if (reply.isPresent() && isAnswer(reply.get())) {
                    return say(
                            reply.get(), " (after " + ControlClient.late(socket).text() + ")");
                }
                answers = reply.isEmpty();
            } catch (IOException lateOrGone) {
                answers = false;
            }
        }
        return say(outcome(probing), byItself(ControlClient.late(socket)));
    }

    /**
     * Returns whether nothing that the agent may still say is better: it passed, or an operator has drained this node.
     */
    private static boolean settled(FutureTask<Reply> probing) {
        return probing.state() == Future.State.SUCCESS
                && (probing.resultNow().isOk() || probing.resultNow().reason().equals(Optional.of(Reason.MAINTENANCE)));
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

    private Reply watchedProbe(Deadline deadline) throws InvalidConfiguration {
        Watchdog.arm(deadline);
        return probe(deadline);
    }

    private Reply probe(Deadline deadline) throws InvalidConfiguration {
        Optional<String> drained = MaintenanceFile.beside(socket).reason();
        if (drained.isPresent()) {
            return Reply.of(Reason.MAINTENANCE, drained.get());
        }
        SelfProbe probe = new SelfProbe();
        CheckTargets asked = targets.read();
        if (asked.described()) {
            Target target = asked.deciding().getFirst();
            probe.prepare(target, !target.tlsSettings().caFile().toString().equals(TlsSettings.KUBEADM_CA));
        } else {
            probe.prepare(asked.deciding());
        }
        return asked.answer(probe.probe(asked.deciding(), asked.backends(), deadline));
    }

    private static boolean isAnswer(Reply reply) {
        return !reply.isFault()
                && reply.reason().filter(Check::isUnrelatedToTargets).isEmpty();
    }

    /** Where a reply says nothing of the targets, it pays to look for oneself. */
    private static boolean isUnrelatedToTargets(Reason reason) {
        return reason.isUnknown() || reason == Reason.AGENT_UNREACHABLE;
    }

    /** Where nobody reads, the exit code alone says it: to wait for a reader would take longer than the deadline. */
    private static int say(Reply reply, String how) {
        Watchdog.answered(reply.exitCode());
        if ((reply.isOk() ? StandardStream.OUT : StandardStream.ERR).isWritable()) {
            (reply.isOk() ? System.out : System.err).println(reply.text() + how);
        }
        return reply.exitCode();
    }
}
