package io.vipagent.cli;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.agent.keepalived.NotifyNotes;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.core.protocol.NotifyLine;
import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.Ignored;
import io.vipagent.core.protocol.NotifyLine.MalformedLine;
import io.vipagent.core.protocol.NotifyLine.PriorityChange;
import io.vipagent.core.protocol.NotifyNote;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What keepalived's {@code notify} runs: it appends the four words to the command. */
@Command(
        name = "notify",
        description =
                "Tells the agent what keepalived's notify says: the command that keepalived runs on each change of a"
                        + " VRRP state. Where no agent answers, a note waits for it beside the socket.",
        footer = {"", "Examples:", "  vip-agent notify INSTANCE VI_1 MASTER 150"},
        mixinStandardHelpOptions = true)
final class NotifyCommand implements Callable<Integer> {
    private static final Duration REPLY_TIMEOUT = Duration.ofMillis(300);

    private final SystemTicker ticker = new SystemTicker();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SocketOption socket = new SocketOption();

    @Parameters(
            paramLabel = "INSTANCE|GROUP NAME STATE PRIORITY",
            arity = "0..*",
            hideParamSyntax = true,
            description = "As keepalived appends them, such as: INSTANCE VI_1 MASTER 100")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        Instant now = ticker.wall();
        return switch (read()) {
            case Event event -> tell(event, now);
            case PriorityChange change -> ExitCode.OK.code();
            case Ignored ignored -> ExitCode.OK.code();
            case MalformedLine malformed ->
                throw new ParameterException(spec.commandLine(), "notify: " + malformed.why());
        };
    }

    private NotifyLine read() {
        return words.size() == 4
                ? NotifyLine.read(words.get(0), words.get(1), words.get(2), words.get(3))
                : NotifyLine.malformed(String.join(" ", words));
    }

    private int tell(Event event, Instant now) {
        Path path = socket.path(System.getenv());
        Reply reply = ControlClient.replyOf(path, Request.Notify.of(event), Deadline.in(ticker, REPLY_TIMEOUT));
        if (reply.isOk()) {
            return ExitCode.OK.code();
        }
        try {
            NotifyNotes.leave(path, new NotifyNote(now, event));
            System.err.println(reply.text() + "; left a note for it");
            return ExitCode.OK.code();
        } catch (IOException e) {
            System.err.println(reply.text() + "; cannot leave a note for it either: " + e);
            return reply.exitCode();
        }
    }
}
