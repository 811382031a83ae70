package io.vipagent.cli;

import io.vipagent.cli.option.SocketOption;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.text.JsonYaml;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the agent knows. */
@Command(
        name = "status",
        description = {
            "Shows what the agent knows of this node, or of the cluster.",
            "Exits as check does, unless --alive is given."
        },
        footer = {
            "",
            "Examples:",
            "  vip-agent status -w",
            "  vip-agent status --cluster -o wide",
            "  vip-agent status -o json | jq .decision"
        },
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Only an agent that is gone or hangs gives these. */
    private static final Set<Reason> DEAD = EnumSet.of(Reason.AGENT_UNREACHABLE, Reason.STALE);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SocketOption socket = new SocketOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, wide, json, yaml or prometheus (default: ${DEFAULT-VALUE}).")
    private StatusFormat output = StatusFormat.TABLE;

    @Option(
            names = {"-w", "--watch"},
            description = "Show it again every second until interrupted.")
    private boolean watch;

    @Option(names = "--cluster", description = "Every node, as this node's agent sees it; as on the status page.")
    private boolean cluster;

    @Option(
            names = "--alive",
            description =
                    "Exit with 0 where the agent answers and its probes run, whatever they find: for supervisors.")
    private boolean alive;

    @Override
    public Integer call() throws InterruptedException {
        if (cluster && output == StatusFormat.PROMETHEUS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--cluster: prometheus is of this node alone; expected table, wide, json or yaml");
        }
        Ticker ticker = new SystemTicker();
        long next = ticker.nanos();
        int code = show(watch);
        // Nobody reads any more: a closed pipe is an error that System.out keeps to itself.
        while (watch && !System.out.checkError()) {
            next += INTERVAL.toNanos();
            ticker.sleepUntil(next);
            code = show(true);
        }
        return code;
    }

    private int show(boolean cleared) {
        Reply reply = AgentConversation.on(socket).ask(new Request.Status(output.asked(cluster)));
        if (cleared) {
            Terminal.clear();
        }
        if (reply.body().isEmpty()) {
            System.err.println(reply.text());
        }
        boolean yaml = output == StatusFormat.YAML && !reply.body().isEmpty();
        System.out.print(yaml ? JsonYaml.of(reply.body()) : reply.body());
        System.out.flush();
        return alive && isAlive(reply) ? ExitCode.OK.code() : reply.exitCode();
    }

    /** An agent that cannot do what is asked is broken, as one that gives no answer is. */
    private static boolean isAlive(Reply reply) {
        return !reply.isFault() && reply.reason().filter(DEAD::contains).isEmpty();
    }
}
