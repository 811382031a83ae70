package io.vipagent.cli;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.cli.option.SocketOption;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.time.Duration;
import java.util.Map;

/** What a command asks the agent, on the socket that {@code socket} or the environment names. */
record AgentConversation(SocketOption socket, Map<String, String> environment) {
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(2);

    /** Returns a conversation of this process. */
    static AgentConversation on(SocketOption socket) {
        return new AgentConversation(socket, System.getenv());
    }

    /** Returns the agent's reply, or the reply that there is none. */
    Reply ask(Request request) {
        Reply reply = ControlClient.replyOf(
                socket.path(environment), request, Deadline.in(new SystemTicker(), REPLY_TIMEOUT));
        return reply.isNobodys() && !socket.isGiven()
                ? new Reply(reply.exitCode(), reply.text() + "; --socket PATH names another socket", reply.body())
                : reply;
    }

    /** Sends a command, says what came back, and returns the exit code. */
    int tell(Request request) {
        Reply reply = ask(request);
        (reply.isOk() ? System.out : System.err).println(reply.text());
        return reply.exitCode();
    }
}
