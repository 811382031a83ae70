package io.vipagent.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.protocol.Request;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who names the agent's socket, and what is said where no agent is there. */
class SocketOptionTest {
    private static final String HINT = "--socket PATH names another socket";

    /** Something that has the option. */
    @Command(name = "verb")
    private static final class Verb {
        @Mixin
        private final SocketOption socket;

        private Verb(Map<String, String> environment) {
            socket = new SocketOption(environment);
        }
    }

    @Test
    void theOptionComesBeforeTheEnvironment() {
        Map<String, String> environment = Map.of(SocketOption.VARIABLE, "/run/env.sock");
        assertThat(parse(environment).given()).contains(Path.of("/run/env.sock"));
        assertThat(parse(environment).path()).isEqualTo(Path.of("/run/env.sock"));
        assertThat(parse(environment, "--socket", "/run/option.sock").given()).contains(Path.of("/run/option.sock"));
    }

    @Test
    void nobodyHasNamedTheDefault() {
        assertThat(parse(Map.of()).given()).isEmpty();
        assertThat(parse(Map.of()).path()).isEqualTo(Path.of(Request.DEFAULT_SOCKET));
        assertThat(parse(Map.of(), "--socket", Request.DEFAULT_SOCKET).given())
                .contains(Path.of(Request.DEFAULT_SOCKET));
    }

    @Test
    void theOptionIsPointedOutToWhoDidNotGiveIt(@TempDir Path empty) {
        String missing = empty.resolve("none.sock").toString();
        Request request = new Request.CheckDecision();
        assertThat(parse(Map.of(SocketOption.VARIABLE, missing)).ask(request).text())
                .startsWith("AGENT_UNREACHABLE no agent answers on " + missing)
                .endsWith("; " + HINT);
        assertThat(parse(Map.of(), "--socket", missing).ask(request).text())
                .startsWith("AGENT_UNREACHABLE no agent answers on " + missing)
                .doesNotContain("--socket");
    }

    private static SocketOption parse(Map<String, String> environment, String... arguments) {
        Verb verb = new Verb(environment);
        new CommandLine(verb).parseArgs(arguments);
        return verb.socket;
    }
}
