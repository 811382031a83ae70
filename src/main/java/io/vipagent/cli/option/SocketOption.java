package io.vipagent.cli.option;

import io.vipagent.core.protocol.Request;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where the agent is. */
public final class SocketOption {
    /** The environment variable that names it where no option does. */
    public static final String VARIABLE = "VIP_AGENT_CONTROL_SOCKET";

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            converter = SocketConverter.class,
            description =
                    "The agent's control socket (default: $" + VARIABLE + ", else " + Request.DEFAULT_SOCKET + ").")
    private @Nullable Path option;

    /** Returns whether the option itself was given. */
    public boolean isGiven() {
        return option != null;
    }

    /** Returns what the option names, or else the environment; empty where nobody has named a socket. */
    public Optional<Path> named(Map<String, String> environment) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)).map(Path::of));
    }

    /** Returns the same, or the default. */
    public Path path(Map<String, String> environment) {
        return named(environment).orElse(Path.of(Request.DEFAULT_SOCKET));
    }
}
