package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.cli.option.SocketOption;
import io.vipagent.core.protocol.Request;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is said where no agent is there. */
class AgentConversationTest {
    private static final String HINT = "--socket PATH names another socket";

    /** Something that has the option. */
    @Command(name = "verb")
    private static final class Verb {
        @Mixin
        private SocketOption socket = new SocketOption();
    }

    @Test
    void theOptionIsPointedOutToWhoDidNotGiveIt(@TempDir Path empty) {
        String missing = empty.resolve("none.sock").toString();
        assertThat(text(Map.of(SocketOption.VARIABLE, missing)))
                .startsWith("AGENT_UNREACHABLE no agent answers on " + missing)
                .endsWith("; " + HINT);
        assertThat(text(Map.of(), "--socket", missing))
                .startsWith("AGENT_UNREACHABLE no agent answers on " + missing)
                .doesNotContain("--socket");
    }

    private static String text(Map<String, String> environment, String... arguments) {
        Verb verb = new Verb();
        new CommandLine(verb).parseArgs(arguments);
        return new AgentConversation(verb.socket, environment)
                .ask(new Request.CheckDecision())
                .text();
    }
}
