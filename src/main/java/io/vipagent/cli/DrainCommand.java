package io.vipagent.cli;

import io.vipagent.cli.option.DurationConverter;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes this node out of service for maintenance. */
@Command(
        name = "drain",
        description = "Lets haproxy drain this node and keepalived release the VIP, until resume, the time of --for "
                + "or a reboot.",
        footer = {"", "Examples:", "  vip-agent drain kernel update", "  vip-agent drain --for 30m kernel update"},
        mixinStandardHelpOptions = true)
final class DrainCommand implements Callable<Integer> {
    @Mixin
    private SocketOption socket = new SocketOption();

    @Parameters(paramLabel = "REASON", arity = "0..*", description = "Shown wherever the node is down for it.")
    private List<String> reason = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "The drain ends by itself after this time, such as 5m, whatever becomes of whoever asked.")
    private @Nullable Duration length;

    @Override
    public Integer call() {
        String why = String.join(" ", reason);
        if (length == null) {
            return AgentConversation.on(socket).tell(new Request.Drain(why));
        }
        if (length.compareTo(Request.MIN_DRAIN) < 0 || length.compareTo(Request.MAX_DRAIN) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--for: " + Durations.format(length) + "; expected 1s to 24h");
        }
        return AgentConversation.on(socket).tell(new Request.DrainFor(length, why));
    }
}
