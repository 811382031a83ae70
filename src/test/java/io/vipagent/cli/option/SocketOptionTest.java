package io.vipagent.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.protocol.Request;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Who names the agent's socket. */
class SocketOptionTest {
    /** Something that has the option. */
    @Command(name = "verb")
    private static final class Verb {
        @Mixin
        private SocketOption socket = new SocketOption();
    }

    @Test
    void theOptionComesBeforeTheEnvironment() {
        Map<String, String> environment = Map.of(SocketOption.VARIABLE, "/run/env.sock");
        assertThat(parse().named(environment)).contains(Path.of("/run/env.sock"));
        assertThat(parse().path(environment)).isEqualTo(Path.of("/run/env.sock"));
        assertThat(parse().isGiven()).isFalse();
        assertThat(parse("--socket", "/run/option.sock").named(environment)).contains(Path.of("/run/option.sock"));
        assertThat(parse("--socket", "/run/option.sock").isGiven()).isTrue();
    }

    @Test
    void nobodyHasNamedTheDefault() {
        assertThat(parse().named(Map.of())).isEmpty();
        assertThat(parse().path(Map.of())).isEqualTo(Path.of(Request.DEFAULT_SOCKET));
        assertThat(parse("--socket", Request.DEFAULT_SOCKET).named(Map.of())).contains(Path.of(Request.DEFAULT_SOCKET));
    }

    @ParameterizedTest
    @ValueSource(ints = {Request.MAX_SOCKET_BYTES + 1, 100_000})
    void aPathThatNoSocketCanHaveIsRefused(int length) {
        assertThat(parse("--socket", "/" + "a".repeat(Request.MAX_SOCKET_BYTES - 1))
                        .isGiven())
                .isTrue();
        assertThatThrownBy(() -> parse("--socket", "/" + "a".repeat(length - 1)))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("Invalid value for option '--socket': \"/aaa")
                .hasMessageEndingWith("is longer than 103 bytes, the limit for the path of a socket");
    }

    private static SocketOption parse(String... arguments) {
        Verb verb = new Verb();
        new CommandLine(verb).parseArgs(arguments);
        return verb.socket;
    }
}
