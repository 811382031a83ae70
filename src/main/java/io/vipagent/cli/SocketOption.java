package io.vipagent.cli;

import io.vipagent.control.ControlClient;
import io.vipagent.control.Reply;
import io.vipagent.control.Request;
import io.vipagent.time.Deadline;
import io.vipagent.time.SystemTicker;
import io.vipagent.check.Reason;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where the agent is. */
final class SocketOption {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            defaultValue = "${env:VIP_AGENT_CONTROL_SOCKET:-/run/vip-agent/agent.sock}",
            description = "The agent's control socket (default: ${DEFAULT-VALUE}).")
    private Path path = Path.of("/run/vip-agent/agent.sock");

    Path path() {
        return path;
    }

    /** The agent's reply; that it hangs or is not there is a reply too, with the reason's exit code. */
    Reply ask(Request request, Deadline deadline) {
        try {
            return ControlClient.ask(path, request, deadline);
        } catch (SocketTimeoutException e) {
            return new Reply(Reason.STALE.exitCode(), "STALE the agent on " + path + " does not answer in time");
        } catch (IOException e) {
            return new Reply(
                    Reason.AGENT_UNREACHABLE.exitCode(),
                    "AGENT_UNREACHABLE no agent answers on " + path + ": " + e.getMessage());
        }
    }

    /** Sends a command and says what came back; the exit code. */
    int tell(Request request) {
        Reply reply = ask(request, Deadline.in(new SystemTicker(), PATIENCE));
        (reply.exitCode() == ExitCode.OK.code() ? System.out : System.err).println(reply.text());
        return reply.exitCode();
    }
}
