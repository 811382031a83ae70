package io.vipagent.cli;

import io.vipagent.check.Reason;
import io.vipagent.check.Target;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.control.Reply;
import io.vipagent.control.Request;
import io.vipagent.monitor.MaintenanceFile;
import io.vipagent.time.Deadline;
import io.vipagent.time.SystemTicker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** keepalived's track script. */
@Command(
        name = "check",
        description = {
            "May this node hold the VIP? Exits 0 for yes, else with the reason's code.",
            "Asks the agent; where it gives no fresh answer, probes by itself."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private static final Duration AGENT_SHARE = Duration.ofMillis(300);

    /** Replies that say nothing of the targets: then it pays to look for oneself. */
    private static final Set<Integer> NO_ANSWER = Set.of(
            Reason.AGENT_UNREACHABLE.exitCode(),
            Reason.STALE.exitCode(),
            Reason.STARTING.exitCode(),
            Reason.AGENT_ERROR.exitCode(),
            ExitCode.USAGE.code(),
            ExitCode.DEFECT.code());

    enum Source {
        AGENT_THEN_PROBE,
        AGENT,
        PROBE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    private SocketOption socket = new SocketOption();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private TargetOptions targetOptions = new TargetOptions();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            defaultValue = "agent-then-probe",
            description = "agent-then-probe, agent or probe (default: ${DEFAULT-VALUE}).")
    private Source source = Source.AGENT_THEN_PROBE;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1500ms",
            converter = DurationConverter.class,
            description = "The whole check ends by then (default: ${DEFAULT-VALUE}); keep it below keepalived's timeout.")
    private Duration timeout = Duration.ofMillis(1500);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "What is probed instead of the configured targets, with the options below it.")
    private @Nullable String url;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InvalidConfiguration {
        Deadline deadline = Deadline.in(new SystemTicker(), timeout);
        if (source == Source.PROBE) {
            return say(probe(deadline), "");
        }
        Duration share = AGENT_SHARE.compareTo(timeout) < 0 ? AGENT_SHARE : timeout;
        Reply reply = socket.ask(new Request.Check(), Deadline.in(deadline.ticker(), share));
        return source == Source.AGENT || !NO_ANSWER.contains(reply.exitCode())
                ? say(reply, "")
                : say(probe(deadline), " (probed by check itself: " + reply.text() + ")");
    }

    private Reply probe(Deadline deadline) throws InvalidConfiguration {
        Optional<String> drained = MaintenanceFile.beside(socket.path()).reason();
        if (drained.isPresent()) {
            return new Reply(Reason.MAINTENANCE.exitCode(), Reason.MAINTENANCE + " " + drained.get());
        }
        Watchdog.arm(deadline);
        List<Target> targets = targets();
        SelfProbe probe = new SelfProbe();
        probe.prepare(targets);
        return probe.probe(targets, deadline);
    }

    private List<Target> targets() throws InvalidConfiguration {
        if (url != null && spec != null) {
            return List.of(targetOptions.target(url, timeout, spec.commandLine()));
        }
        return config.load().deciding();
    }

    private static int say(Reply reply, String how) {
        if (reply.exitCode() == ExitCode.OK.code()) {
            System.out.println(reply.text() + how);
        } else {
            System.err.println(reply.text() + how);
        }
        return reply.exitCode();
    }
}
