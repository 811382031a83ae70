package io.vipagent.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.Deadline;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The asking end, against agents that are well, dead, dying and hung. */
@Timeout(120)
class ControlClientTest {
    private static final Duration PLENTY = Duration.ofSeconds(60);

    private final SystemTicker ticker = new SystemTicker();

    @TempDir
    private Path directory;

    private Path path;
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        path = directory.resolve("agent.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void bringsTheReplyBack() throws IOException {
        serve("0 up\nbody\n", true);
        assertThat(ask(PLENTY)).isEqualTo(new Reply(0, "up", "body\n"));
    }

    /** More than one buffer, and not all of it at once. */
    @Test
    void bringsALongReplyBack() throws IOException {
        String body = "0123456789\n".repeat(20_000);
        serve("0 up\n" + body, true);
        assertThat(ControlClient.ask(path, new Request.Status(Request.Format.TABLE), Deadline.in(ticker, PLENTY))
                        .body())
                .isEqualTo(body);
    }

    @Test
    void sendsTheRequestAsOneLine() throws Exception {
        try (ControlSocket _ =
                ControlSocket.open(directory.resolve("echo.sock"), ticker, request -> new Reply(0, request.line()))) {
            Reply reply = ControlClient.ask(
                    directory.resolve("echo.sock"), new Request.Drain("new\nkernel"), Deadline.in(ticker, PLENTY));
            assertThat(reply).isEqualTo(new Reply(0, "drain new kernel"));
        }
    }

    @Test
    void givesUpByItsDeadlineOnAnAgentThatDoesNotAccept() {
        assertTimesOut();
    }

    @Test
    void givesUpByItsDeadlineOnAnAgentThatStaysSilent() {
        serve("", false);
        assertTimesOut();
    }

    @Test
    void givesUpByItsDeadlineOnAnAgentThatDoesNotEnd() {
        serve("0 up\n", false);
        assertTimesOut();
    }

    @Test
    void doesNotBelieveAnAgentThatDiesHalfWay() {
        serve("0 u", true);
        assertThatThrownBy(() -> ask(PLENTY)).isInstanceOf(IOException.class).hasMessage("not a reply: 0 u");
    }

    @Test
    void doesNotBelieveAnAgentThatHangsUp() {
        serve("", true);
        assertThatThrownBy(() -> ask(PLENTY)).isInstanceOf(IOException.class).hasMessageStartingWith("not a reply: ");
    }

    @Test
    void doesNotBelieveWhatIsNoAgent() {
        serve("HTTP/1.1 400 Bad Request\r\n\r\n", true);
        assertThatThrownBy(() -> ask(PLENTY)).isInstanceOf(IOException.class).hasMessageStartingWith("not a reply: ");
    }

    @Test
    void saysWhereNoAgentIs() throws IOException {
        assertThatThrownBy(() -> ControlClient.ask(
                        directory.resolve("missing.sock"), new Request.CheckDecision(), Deadline.in(ticker, PLENTY)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);

        server.close();
        assertThat(path).exists();
        assertThatThrownBy(() -> ask(PLENTY))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);

        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> ControlClient.ask(file, new Request.CheckDecision(), Deadline.in(ticker, PLENTY)))
                .isInstanceOf(IOException.class);
    }

    /** For a command, that nobody answers is an answer too. */
    @Test
    void makesAReplyOfEveryFailure() throws IOException {
        assertThat(ControlClient.replyOf(path, new Request.CheckDecision(), Deadline.in(ticker, Duration.ofMillis(50))))
                .isEqualTo(new Reply(21, "STALE the agent on " + path + " does not answer in time"));

        Path missing = directory.resolve("missing.sock");
        assertThat(ControlClient.replyOf(missing, new Request.CheckDecision(), Deadline.in(ticker, PLENTY)))
                .isEqualTo(new Reply(
                        20, "AGENT_UNREACHABLE no agent answers on " + missing + ": No such file or directory"));

        server.close();
        assertThat(ControlClient.replyOf(path, new Request.CheckDecision(), Deadline.in(ticker, PLENTY)))
                .isEqualTo(new Reply(20, "AGENT_UNREACHABLE no agent answers on " + path + ": Connection refused"));
    }

    @Test
    void passesAReplyOnAsItIs() {
        serve("22 MAINTENANCE new kernel\n", true);
        assertThat(ControlClient.replyOf(path, new Request.CheckDecision(), Deadline.in(ticker, PLENTY)))
                .isEqualTo(new Reply(22, "MAINTENANCE new kernel"));
    }

    /** Before the heap is full, and long before the deadline. */
    @Test
    void takesNoMoreThanAReplyCanBe() {
        serve("0 " + "up".repeat(1 << 20), false);
        assertThatThrownBy(() -> ask(PLENTY)).isInstanceOf(IOException.class).hasMessage("a reply without an end");

        serve("0 up\n" + "x".repeat(20 << 20), false);
        assertThatThrownBy(() ->
                        ControlClient.ask(path, new Request.Status(Request.Format.JSON), Deadline.in(ticker, PLENTY)))
                .isInstanceOf(IOException.class)
                .hasMessage("a reply without an end");
    }

    private void assertTimesOut() {
        long began = ticker.nanos();
        Duration timeout = Duration.ofMillis(150);
        assertThatThrownBy(() -> ask(timeout)).isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.ofNanos(ticker.nanos() - began)).isBetween(timeout, PLENTY);
    }

    private Reply ask(Duration timeout) throws IOException {
        return ControlClient.ask(path, new Request.CheckDecision(), Deadline.in(ticker, timeout));
    }

    /** Accepts one client, reads its line, says {@code text}, and then hangs up or hangs until the client goes. */
    private void serve(String text, boolean hangUp) {
        Thread.ofVirtual().start(() -> {
            try (SocketChannel client = server.accept()) {
                ByteBuffer buffer = ByteBuffer.allocate(64);
                client.read(buffer);
                ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (out.hasRemaining()) {
                    client.write(out);
                }
                while (!hangUp && client.read(buffer.clear()) >= 0) {
                    // Until the client goes.
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }
}
