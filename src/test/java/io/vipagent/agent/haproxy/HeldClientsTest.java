package io.vipagent.agent.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.platform.time.HandTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeldClientsTest {
    private final HeldClients held = new HeldClients(new HandTicker());
    private final HealthSnapshot view = new HealthSnapshot(0, List.of(), Optional.empty(), new Granted());

    /** A socket whose input has ended gives nobody a stream: the client would go without an answer. */
    @Test
    void newsThatComesBeforeAClientReadsEndsItsWaitAllTheSame() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel _ = SocketChannel.open(server.getLocalAddress());
                    SocketChannel client = server.accept()) {
                boolean quiet = held.await(client, Duration.ofSeconds(2), this::endsAll, () -> view);
                assertThat(quiet).isTrue();
                assertThat(held.count()).isZero();
            }
        }
    }

    /** Is asked once the client is on the list, and so is where another thread has news. */
    private boolean endsAll(HealthSnapshot known) {
        held.end();
        return false;
    }
}
