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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * keepalived's track script, whoever parsed its options.
 *
 * @param socket where the agent is
 * @param timeout the whole check ends by then
 * @param targets what is probed where the agent gives no fresh answer
 */
record Check(Path socket, Source source, Duration timeout, Targets targets) {
    static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(1500);

    private static final Duration AGENT_SHARE = Duration.ofMillis(300);

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
        Duration share = AGENT_SHARE.compareTo(timeout) < 0 ? AGENT_SHARE : timeout;
        Reply reply = ControlClient.replyOf(socket, new Request.Check(), Deadline.in(deadline.ticker(), share));
        return source == Source.AGENT || !NO_ANSWER.contains(reply.exitCode())
                ? say(reply, "")
                : say(probe(deadline), " (probed by check itself: " + reply.text() + ")");
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
