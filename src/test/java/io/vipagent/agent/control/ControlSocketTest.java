package io.vipagent.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The socket that the command line talks to, over a real Unix socket. */
class ControlSocketTest {
    @TempDir
    private Path directory;

    private Path path;
    private ControlSocket socket;

    @BeforeEach
    void open() throws IOException {
        path = directory.resolve("agent.sock");
        socket = ControlSocket.open(path, new SystemTicker(), ControlSocketTest::answer);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    private static Reply answer(Request request) {
        return switch (request) {
            case Request.CheckDecision check -> new Reply(0, "up");
            case Request.Status status -> new Reply(10, "down", "a body\nof two lines\n");
            case Request.Drain drain -> new Reply(0, "drained: " + drain.reason());
            case Request.Notify notify ->
                new Reply(0, "heard: " + notify.event().line());
            case Request.DrainFor drain -> new Reply(0, "drained: " + drain.reason());
            case Request.Rehearsed rehearsed -> new Reply(0, "noted");
            case Request.Resume resume -> throw new IllegalStateException("a defect");
        };
    }

    /** With {@code ulimit -n 64} clients must not take the descriptors of the track file. */
    @Test
    void clientsHaveAQuarterOfTheDescriptorsThatAreLeft() {
        assertThat(ControlSocket.limits(40).maxClients()).isEqualTo(10);
        assertThat(ControlSocket.limits(7).maxClients()).isEqualTo(1);
        assertThat(ControlSocket.limits(0).maxClients()).isEqualTo(1);
        assertThat(ControlSocket.limits(Integer.MAX_VALUE).maxClients()).isEqualTo(256);
    }

    /** A character of {@code line} is a byte on the wire. */
    record Row(String line, String reply) {
        byte[] bytes() {
            return line.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** All at once and byte by byte: where a line is cut means nothing. */
    @ParameterizedTest
    @MethodSource
    void answersALine(Row row) throws IOException {
        assertThat(RawSocket.exchange(path, row.bytes())).isEqualTo(row.reply());
        assertThat(RawSocket.exchangeByteByByte(path, row.bytes())).isEqualTo(row.reply());
    }

    static List<Row> answersALine() {
        String longest = "drain " + "x".repeat(Request.LIMIT - "drain \n".length());
        return List.of(
                new Row("check\n", "0 up\n"),
                new Row("check\nresume\n", "0 up\n"),
                new Row("status json\n", "10 down\na body\nof two lines\n"),
                new Row("drain new kernel\n", "0 drained: new kernel\n"),
                new Row("drain K\u00c3\u00b6ln\n", "0 drained: K?ln\n"),
                new Row(longest + "\n", "0 drained: " + "x".repeat(200) + "\n"),
                new Row("\n", "64 unknown request \"\"; expected check, status, drain, resume or notify\n"),
                new Row("quit\n", "64 unknown request \"quit\"; expected check, status, drain, resume or notify\n"),
                new Row(
                        "\u00ff\u00fe\0\u0001\n",
                        "64 unknown request \"??\"; expected check, status, drain, resume or notify\n"),
                new Row("resume\n", "70 java.lang.IllegalStateException: a defect\n"));
    }

    @Test
    void hangsUpOnALineThatIsTooLong() throws IOException {
        byte[] tooLong = "x".repeat(Request.LIMIT + 1).getBytes(StandardCharsets.UTF_8);
        assertThat(RawSocket.exchange(path, tooLong)).isEmpty();
        assertThat(RawSocket.exchange(path, "check\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("0 up\n");
    }

    @Test
    void hangsUpOnHalfALine() throws IOException {
        try (RawSocket half = new RawSocket(path)) {
            half.send("chec".getBytes(StandardCharsets.UTF_8));
            half.finish();
            assertThat(half.receive()).isEmpty();
        }
    }

    @Test
    void lendsItselfToItsGroupAlone() throws IOException {
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void refusesASecondAgent() {
        assertThatThrownBy(() -> ControlSocket.open(path, new SystemTicker(), ControlSocketTest::answer))
                .isInstanceOf(IOException.class)
                .hasMessage("another agent answers on " + path);
        assertThat(ControlSocket.isServed(path)).isTrue();
    }

    @Test
    void replacesTheSocketOfAnAgentThatDied() throws IOException {
        Path stale = directory.resolve("stale.sock");
        try (ServerSocketChannel died = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            died.bind(UnixDomainSocketAddress.of(stale));
        }
        assertThat(stale).exists();
        assertThat(ControlSocket.isServed(stale)).isFalse();

        try (ControlSocket _ = ControlSocket.open(stale, new SystemTicker(), ControlSocketTest::answer)) {
            assertThat(RawSocket.exchange(stale, "check\n".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo("0 up\n");
        }
    }

    /** A path by mistake must not cost a file. */
    @Test
    void replacesNothingElse() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "data");
        assertThatThrownBy(() -> ControlSocket.open(precious, new SystemTicker(), ControlSocketTest::answer))
                .isInstanceOf(IOException.class)
                .hasMessage(precious + " is there already, and is no socket");
        assertThat(precious).hasContent("data");
    }

    @Test
    void saysWhereItCannotBeMade() {
        Path nowhere = directory.resolve("missing/agent.sock");
        assertThatThrownBy(() -> ControlSocket.open(nowhere, new SystemTicker(), ControlSocketTest::answer))
                .isInstanceOf(IOException.class);
        Path tooLong = directory.resolve("x".repeat(120));
        assertThatThrownBy(() -> ControlSocket.open(tooLong, new SystemTicker(), ControlSocketTest::answer))
                .isInstanceOf(IOException.class);
    }

    @Test
    void removesItsFileAndListensNoMoreWhenItCloses() throws IOException {
        Path sameSocket = Files.createLink(directory.resolve("link"), path);
        assertThat(ControlSocket.isServed(sameSocket)).isTrue();

        socket.close();

        assertThat(path).doesNotExist();
        assertThat(ControlSocket.isServed(path)).isFalse();
        // The thread that accepts closes the socket itself, a moment later.
        await().atMost(Duration.ofSeconds(60)).until(() -> !ControlSocket.isServed(sameSocket));
    }

    /** What the operator wants could not be kept: the agent's own fault, with the cause. */
    @Test
    void saysWhatTheMachineRefused() throws IOException {
        Path other = directory.resolve("other.sock");
        try (ControlSocket _ = ControlSocket.open(other, new SystemTicker(), request -> {
            throw new UncheckedIOException("cannot keep the drain", new IOException("No space left on device"));
        })) {
            assertThat(RawSocket.exchange(other, "drain\n".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo("24 cannot keep the drain: java.io.IOException: No space left on device\n");
        }
    }
}
