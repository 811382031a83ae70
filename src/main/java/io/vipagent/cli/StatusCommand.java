package io.vipagent.cli;

import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.protocol.Request.Format;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the agent knows. */
@Command(
        name = "status",
        description = "Shows what the agent knows. Exits as check does, unless --alive is given.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Only an agent that is gone or hangs gives these. */
    private static final Set<Reason> DEAD = EnumSet.of(Reason.AGENT_UNREACHABLE, Reason.STALE);

    @Mixin
    private SocketOption socket = new SocketOption();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or prometheus (default: ${DEFAULT-VALUE}).")
    private Format output = Format.TABLE;

    @Option(names = "--watch", description = "Show it anew every second until interrupted.")
    private boolean watch;

    @Option(
            names = "--alive",
            description =
                    "Exit with 0 where the agent answers and its probes run, whatever they find: for supervisors.")
    private boolean alive;

    @Override
    public Integer call() throws InterruptedException {
        Ticker ticker = new SystemTicker();
        long next = ticker.nanos();
        int code = show(watch);
        // Nobody reads any more: a closed pipe is an error that System.out keeps to itself.
        while (watch && !System.out.checkError()) {
            next += EVERY.toNanos();
            ticker.sleepUntil(next);
            code = show(true);
        }
        return code;
    }

    private int show(boolean cleared) {
        Reply reply = socket.ask(new Request.Status(output));
        if (cleared) {
            Terminal.clear();
        }
        if (reply.body().isEmpty()) {
            System.err.println(reply.text());
        }
        System.out.print(reply.body());
        System.out.flush();
        return alive && isAlive(reply) ? ExitCode.OK.code() : reply.exitCode();
    }

    /** An agent that cannot do what is asked is broken, as one that gives no answer is. */
    private static boolean isAlive(Reply reply) {
        return !reply.isFault() && reply.reason().filter(DEAD::contains).isEmpty();
    }
}
