package io.vipagent.cli.option;

import io.vipagent.agent.control.ControlClient;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where the agent is. */
public final class SocketOption {
    /** The environment variable that names it where no option does. */
    public static final String VARIABLE = "VIP_AGENT_CONTROL_SOCKET";

    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, String> environment;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description =
                    "The agent's control socket (default: $" + VARIABLE + ", else " + Request.DEFAULT_SOCKET + ").")
    private @Nullable Path option;

    /** Creates one that is not given so far. */
    public SocketOption() {
        this(System.getenv());
    }

    SocketOption(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Returns what the option names, or else the environment; empty where nobody has named a socket. */
    public Optional<Path> given() {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)).map(Path::of));
    }

    /** Returns the same, or the default. */
    public Path path() {
        return given().orElse(Path.of(Request.DEFAULT_SOCKET));
    }

    /** Returns the agent's reply, or the reply that there is none. */
    public Reply ask(Request request) {
        Reply reply = ControlClient.replyOf(path(), request, Deadline.in(new SystemTicker(), REPLY_TIMEOUT));
        return reply.isNobodys() && option == null
                ? new Reply(reply.exitCode(), reply.text() + "; --socket PATH names another socket", reply.body())
                : reply;
    }

    /** Sends a command, says what came back, and returns the exit code. */
    public int tell(Request request) {
        Reply reply = ask(request);
        (reply.isOk() ? System.out : System.err).println(reply.text());
        return reply.exitCode();
    }
}
