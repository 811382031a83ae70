package io.vipagent.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow, silent or many hold nothing up. */
@Timeout(120)
class ControlSocketCrowdTest {
    private static final byte[] CHECK = "check\n".getBytes(StandardCharsets.UTF_8);
    private static final int MORE_THAN_ARE_SERVED = 300;

    @TempDir
    private Path directory;

    @Test
    void answersOthersWhileAClientIsSilentAndHangsUpOnItInTheEnd() throws IOException {
        try (ControlSocket _ = open(request -> new Reply(0, "up"));
                RawSocket silent = new RawSocket(path())) {
            assertThat(RawSocket.exchange(path(), CHECK)).isEqualTo("0 up\n");
            assertThat(silent.receive()).isEmpty();
            assertThat(RawSocket.exchange(path(), CHECK)).isEqualTo("0 up\n");
        }
    }

    /** A byte now and then buys no more time: the limit is on the whole, not on each read. */
    @Test
    void hangsUpOnAClientThatTrickles() throws IOException {
        try (ControlSocket _ = open(request -> new Reply(0, "up"));
                RawSocket slow = new RawSocket(path())) {
            // Well before so many bytes have come that the line is too long.
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> slow.refuses(new byte[] {'x'}));
        }
    }

    /** Those beyond the limit are hung up on at once, the others when their time is over; then all is as before. */
    @Test
    void survivesACrowdOfSilentClients() throws IOException {
        List<RawSocket> crowd = new ArrayList<>();
        try (ControlSocket _ = open(request -> new Reply(0, "up"))) {
            for (int i = 0; i < MORE_THAN_ARE_SERVED; i++) {
                crowd.add(new RawSocket(path()));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RawSocket.exchange(path(), CHECK).equals("0 up\n"));
            for (RawSocket silent : crowd) {
                assertThat(silent.receive()).isEmpty();
            }
        } finally {
            for (RawSocket silent : crowd) {
                silent.close();
            }
        }
    }

    /** A client that asks and does not listen is let go too, however much there is to say. */
    @Test
    void hangsUpOnAClientThatDoesNotListen() throws IOException {
        String endless = "x".repeat(16 << 20);
        try (ControlSocket _ = open(request -> new Reply(0, "up", endless));
                RawSocket deaf = new RawSocket(path())) {
            deaf.send(CHECK);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> deaf.refuses(new byte[] {'x'}));
        }
    }

    @Test
    void answersOthersWhileAHandlerIsSlow() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ControlSocket _ =
                open(request -> request instanceof Request.CheckDecision ? slowly(release) : new Reply(0, "up"))) {
            CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> exchange(CHECK));
            assertThat(exchange("status\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("0 up\n");
            release.countDown();
            assertThat(slow.get(60, TimeUnit.SECONDS)).isIn("0 late\n", "");
        }
    }

    private ControlSocket open(Function<Request, Reply> handler) throws IOException {
        return ControlSocket.open(path(), new SystemTicker(), handler);
    }

    private Path path() {
        return directory.resolve("agent.sock");
    }

    private String exchange(byte[] bytes) {
        try {
            return RawSocket.exchange(path(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply slowly(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Reply(0, "late");
    }
}
