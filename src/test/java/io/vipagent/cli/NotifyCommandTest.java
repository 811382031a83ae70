package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.control.ControlSocket;
import io.vipagent.agent.keepalived.NotifyNotes;
import io.vipagent.core.protocol.NotifyLine;
import io.vipagent.core.protocol.NotifyNote;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.SystemTicker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What keepalived's {@code notify} runs. */
class NotifyCommandTest {
    @TempDir
    private Path directory;

    private Path socket;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void make() {
        socket = directory.resolve("agent.sock");
    }

    @Test
    void tellsTheAgent() throws Exception {
        BlockingQueue<Request> heard = new LinkedBlockingQueue<>();
        try (ControlSocket agent = ControlSocket.open(socket, new SystemTicker(), request -> {
            heard.add(request);
            return new Reply(0, "heard");
        })) {
            assertThat(agent).isNotNull();
            assertThat(run("INSTANCE", "VI 1", "MASTER", "100")).isZero();
        }
        assertThat(heard).extracting(Request::line).containsExactly("notify INSTANCE \"VI 1\" MASTER 100");
        assertThat(notes()).isEmpty();
    }

    @Test
    void leavesANoteWhereNoAgentIs() throws Exception {
        Instant before = Instant.now();
        assertThat(run("INSTANCE", "VI_1", "MASTER", "100")).isZero();
        assertThat(run("GROUP", "G", "MASTER", "0")).isZero();
        assertThat(run("INSTANCE", "VI_1", "BACKUP", "99")).isZero();
        List<NotifyNote> notes = notes();
        assertThat(notes)
                .extracting(note -> note.event().line())
                .containsExactly("GROUP \"G\" MASTER 0", "INSTANCE \"VI_1\" BACKUP 99");
        assertThat(notes)
                .extracting(NotifyNote::at)
                .allSatisfy(at -> assertThat(at).isBetween(before, Instant.now()));
    }

    @Test
    void leavesANoteWhereTheAgentHangs() throws Exception {
        try (ServerSocketChannel hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hung.bind(UnixDomainSocketAddress.of(socket));
            assertThat(run("INSTANCE", "VI_1", "MASTER", "100")).isZero();
        }
        assertThat(notes()).hasSize(1);
    }

    /** An agent of another version, during an upgrade: the next one reads the note. */
    @Test
    void leavesANoteWhereTheAgentDoesNotUnderstand() throws Exception {
        try (ControlSocket agent =
                ControlSocket.open(socket, new SystemTicker(), request -> new Reply(64, "unknown request"))) {
            assertThat(agent).isNotNull();
            assertThat(run("INSTANCE", "VI_1", "MASTER", "100")).isZero();
        }
        assertThat(notes()).hasSize(1);
    }

    @Test
    void failsWhereItCanDoNeither() {
        socket = directory.resolve("missing").resolve("agent.sock");
        assertThat(run("INSTANCE", "VI_1", "MASTER", "100")).isEqualTo(20);
    }

    /** Such as {@code {UNKNOWN}}, which keepalived says of what it has no word for. */
    @Test
    void saysNothingWhereNothingChanged() throws Exception {
        assertThat(run("INSTANCE", "VI_1", "{UNKNOWN}", "100")).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INSTANCE",
                "INSTANCE VI_1 MASTER",
                "INSTANCE VI_1 MASTER 100 more",
                "INSTANCE VI_1 master 100",
                "INSTANCE VI_1 MASTER 256",
                "THING VI_1 MASTER 100"
            })
    void saysWhatWasGivenAndWhatIsExpected(String words) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(64);
        assertThat(err.toString())
                .startsWith("vip-agent: notify: \"" + words + "\"; expected " + NotifyLine.EXPECTED)
                .hasLineCount(2);
        assertThat(directory).isEmptyDirectory();
    }

    private int run(String... words) {
        List<String> arguments = new ArrayList<>(List.of("notify", "--socket", socket.toString()));
        arguments.addAll(List.of(words));
        CommandLine program = Cli.commandLine().setErr(new PrintWriter(err, true));
        return program.execute(arguments.toArray(String[]::new));
    }

    private List<NotifyNote> notes() throws Exception {
        List<NotifyNote> notes = new ArrayList<>();
        new NotifyNotes(socket, warning -> {
                    throw new AssertionError(warning);
                })
                .take(notes::add);
        Files.deleteIfExists(socket);
        assertThat(directory).isEmptyDirectory();
        return notes;
    }
}
