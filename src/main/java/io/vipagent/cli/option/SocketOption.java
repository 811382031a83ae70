package io.vipagent.cli.option;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where the agent is. */
public final class SocketOption {
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(2);

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            defaultValue = "${env:VIP_AGENT_CONTROL_SOCKET:-" + Request.DEFAULT_SOCKET + "}",
            description = "The agent's control socket (default: ${DEFAULT-VALUE}).")
    private Path path = Path.of(Request.DEFAULT_SOCKET);

    public Path path() {
        return path;
    }

    /** The agent's reply, or the reply that there is none. */
    public Reply ask(Request request) {
        Reply reply = ControlClient.replyOf(path, request, Deadline.in(new SystemTicker(), REPLY_TIMEOUT));
        return reply.isNobodys()
                ? new Reply(reply.exitCode(), reply.text() + "; --socket PATH names another socket", reply.body())
                : reply;
    }

    /** Sends a command and says what came back; the exit code. */
    public int tell(Request request) {
        Reply reply = ask(request);
        (reply.isOk() ? System.out : System.err).println(reply.text());
        return reply.exitCode();
    }
}
