package io.vipagent.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Hundreds of connections at once, and none left over. */
class FakeApiServerLoadTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestCa ca = TestCa.ec("kubernetes");

    @Test
    void hundredsHangAndEndTogether() throws IOException {
        try (FakeApiServer server = FakeApiServer.start(ca)) {
            server.become(Behaviour.SILENT_BEFORE_TLS);
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                clients.add(new Socket(server.address().getAddress(), server.port()));
            }
            server.awaitConnections(500, SOON);
            assertThat(server.openConnections()).isEqualTo(500);
            server.become(Behaviour.OK);
            server.awaitOpenConnections(0, SOON);
            for (Socket client : clients) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
                client.close();
            }
        }
    }

    @Test
    void answersAHundredAtOnce() throws Exception {
        try (FakeApiServer server = FakeApiServer.start(ca);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            RawClient client = new RawClient(ca.context(), server.address()).patient();
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> client.get("/readyz")));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("HTTP/1.1 200");
            }
            assertThat(server.requests()).isEqualTo(100);
            server.awaitOpenConnections(0, SOON);
        }
    }

    @Test
    void closingEndsWhoeverHangs() {
        FakeApiServer server = FakeApiServer.start(ca);
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            RawClient client = new RawClient(ca.context(), server.address()).patient();
            for (Behaviour behaviour : List.of(
                    Behaviour.SILENT_AFTER_TLS, Behaviour.SLOW, Behaviour.TRICKLE_TLS, Behaviour.TRICKLE_BODY)) {
                server.slowness(Duration.ofHours(1)).become(behaviour);
                long before = server.connections();
                for (int i = 0; i < 5; i++) {
                    threads.execute(() -> client.get("/readyz"));
                }
                server.awaitConnections(before + 5, SOON);
            }
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void endlessWriterStopsWhenTheClientCloses() {
        try (FakeApiServer server = FakeApiServer.start(ca)) {
            server.become(Behaviour.ENDLESS_BODY);
            RawClient client = new RawClient(ca.context(), server.address()).patient();
            assertThat(client.get("/")).startsWith("endless");
            server.awaitOpenConnections(0, SOON);
        }
    }
}
