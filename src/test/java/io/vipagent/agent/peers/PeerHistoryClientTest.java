package io.vipagent.agent.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.history.UnreadableHistory;
import io.vipagent.core.vip.Peer;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What peers of other versions, and peers that are no agents, answer when they are asked for their history. */
@Timeout(60)
class PeerHistoryClientTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final long FLOOD = 100L * 1024 * 1024;

    private final ServerSocket listener;
    private final AtomicLong sent = new AtomicLong();

    PeerHistoryClientTest() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void aHundredMegabytesAreNotTaken() {
        serve("HTTP/1.1 200 OK\r\nContent-Length: " + FLOOD + "\r\n\r\n{\"events\": [", FLOOD);
        assertThatThrownBy(this::ask).isInstanceOf(UnreadableHistory.class).hasMessageContaining("UNEXPECTED_RESPONSE");
        assertThat(sent.get()).isLessThan(FLOOD / 4);
    }

    /** Nor where they do not say how many there are. */
    @Test
    void anEndlessAnswerIsNotTaken() {
        serve("HTTP/1.1 200 OK\r\n\r\n{\"events\": [", FLOOD);
        assertThatThrownBy(this::ask).isInstanceOf(UnreadableHistory.class).hasMessageContaining("UNEXPECTED_RESPONSE");
        assertThat(sent.get()).isLessThan(FLOOD / 4);
    }

    /** An agent of before has no such path; one of after may say more. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 Not Found | | UNEXPECTED_RESPONSE",
                "200 OK | <html>hello</html> | ",
                "200 OK | [] | ",
                "200 OK | '{\"events\": 7}' | ",
                "200 OK | | "
            })
    void whatIsNoHistoryIsRefusedWithAWord(String status, String body, String word) {
        String text = body == null ? "" : body;
        serve("HTTP/1.1 " + status + "\r\nContent-Length: " + text.length() + "\r\n\r\n" + text, 0);
        assertThatThrownBy(this::ask)
                .isInstanceOf(UnreadableHistory.class)
                .hasMessageContaining(word == null ? "" : word)
                .message()
                .isNotBlank();
    }

    @Test
    void whatANewerVersionAddsIsPassedOver() throws Exception {
        String body = "{\"node\": \"cp2\", \"colour\": {\"a\": [1]}, \"events\": []}";
        serve("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body, 0);
        assertThat(new PeerHistoryClient(new SystemTicker(), warning -> {}).ask(peer(), Instant.EPOCH, PATIENT))
                .isEmpty();
    }

    /** A clock at one end of time and an event at the other: their difference is no time. */
    @ParameterizedTest
    @CsvSource({
        "-1000000000-01-01T00:00:00Z, +1000000000-12-31T23:59:59Z",
        "+1000000000-12-31T23:59:59Z, -1000000000-01-01T00:00:00Z",
        "2026-01-02T03:04:05Z, +10000-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z, 2026-01-02T03:04:05Z"
    })
    void timesOfNoClockAreRefused(String time, String at) {
        String body = "{\"time\": \"" + time + "\", \"events\": [{\"at\": \"" + at
                + "\", \"kind\": \"decision\", \"state\": \"denied\"}]}";
        serve("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body, 0);
        assertThatThrownBy(this::ask)
                .isInstanceOf(UnreadableHistory.class)
                .hasMessageContaining("expected a time from 1970 to 9999");
    }

    private void ask() throws UnreadableHistory {
        assertThat(new PeerHistoryClient(new SystemTicker(), warning -> {}).ask(peer(), Instant.EPOCH, PATIENT))
                .isNotNull();
    }

    private Peer peer() {
        return new Peer(URI.create("http://127.0.0.1:" + listener.getLocalPort()), Optional.empty());
    }

    /** Answers one question, and goes on with spaces. */
    private void serve(String answer, long more) {
        Thread.ofPlatform().daemon().start(() -> {
            try (Socket client = listener.accept();
                    OutputStream out = client.getOutputStream()) {
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                byte[] chunk = " ".repeat(64 * 1024).getBytes(StandardCharsets.ISO_8859_1);
                while (sent.get() < more) {
                    out.write(chunk);
                    sent.addAndGet(chunk.length);
                }
            } catch (IOException e) {
                // Whoever asked has heard enough.
            }
        });
    }
}
