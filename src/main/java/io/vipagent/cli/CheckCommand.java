package io.vipagent.cli;

import io.vipagent.cli.Check.AnswerSource;
import io.vipagent.cli.option.ConfigOption;
import io.vipagent.cli.option.DurationConverter;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.cli.option.TargetArguments;
import io.vipagent.cli.option.TargetOptions;
import io.vipagent.config.ConfigLoader;
import io.vipagent.config.InvalidConfiguration;
import io.vipagent.core.protocol.Request;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** keepalived's track script, as picocli reads it. */
@Command(
        name = "check",
        description = {
            "May this node hold the VIP? Exits 0 for yes, else with the reason's code.",
            "Asks the agent; where it gives no fresh answer, probes by itself."
        },
        footer = {
            "",
            "Examples:",
            "  vip-agent check",
            "  vip-agent check --source agent; echo $?",
            "  vip-agent check --source probe --url https://127.0.0.1:6443/readyz"
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
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
    private AnswerSource source = AnswerSource.AGENT_THEN_PROBE;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = Request.CHECK_TIMEOUT_MILLIS + "ms",
            converter = DurationConverter.class,
            description =
                    "The whole check ends by then (default: ${DEFAULT-VALUE}); keep it below keepalived's timeout.")
    private Duration timeout = Request.CHECK_TIMEOUT;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "What is probed instead of the configured targets, with the options below it.")
    private @Nullable String url;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InvalidConfiguration {
        return check().run();
    }

    /** Returns the check that the options describe. */
    Check check() {
        return new Check(socket.path(System.getenv()), source, timeout, this::targets);
    }

    private Check.CheckTargets targets() throws InvalidConfiguration {
        return url != null && spec != null
                ? Check.CheckTargets.described(
                        targetOptions.target(url, TargetArguments.URL, timeout, spec.commandLine()))
                : Check.CheckTargets.of(ConfigLoader.load(config.file(), System.getenv()));
    }
}
