package io.vipagent.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.net.Acceptor.Limits;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crowd that says nothing has all places, and holds nobody up. */
@Timeout(60)
class AcceptorTest {
    private static final int PLACES = 4;

    /** No time of a client ends while a test runs. */
    private static final Limits LIMITS = new Limits(PLACES, Duration.ofHours(1));

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void whoCameFirstMakesRoom() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (Acceptor _ = Acceptor.start(
                    "test", server, LIMITS, new SystemTicker(), _ -> true, (client, _) -> serve(client))) {
                List<SocketChannel> crowd = new ArrayList<>();
                for (int i = 0; i < 5 * PLACES; i++) {
                    crowd.add(SocketChannel.open(server.getLocalAddress()));
                }
                for (int i = 0; i < 3; i++) {
                    try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                        client.write(ByteBuffer.wrap(new byte[] {'x'}));
                        assertThat(read(client)).isEqualTo('x');
                    }
                }
                assertThat(read(crowd.getFirst())).as("the first has gone").isEqualTo(-1);
                assertThat(most.get()).isLessThanOrEqualTo(PLACES);
                for (SocketChannel each : crowd) {
                    each.close();
                }
            }
        }
        assertThat(served.get()).isEqualTo(3);
    }

    /** Its thread may not have run before, on a machine that is busy. */
    @Test
    void whoMakesRoomIsAnsweredAllTheSame() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (Acceptor _ = Acceptor.start(
                    "test", server, LIMITS, new SystemTicker(), _ -> true, (client, _) -> answerAtTheEnd(client))) {
                List<SocketChannel> crowd = new ArrayList<>();
                for (int i = 0; i < 3 * PLACES; i++) {
                    crowd.add(SocketChannel.open(server.getLocalAddress()));
                }
                for (SocketChannel each : crowd.subList(0, 2 * PLACES)) {
                    assertThat(read(each)).isEqualTo('y');
                }
                for (SocketChannel each : crowd) {
                    each.close();
                }
            }
        }
    }

    /** Waits for the end of what comes, then answers. */
    private static void answerAtTheEnd(SocketChannel client) throws IOException {
        while (client.read(ByteBuffer.allocate(1)) >= 0) {
            // More of it.
        }
        client.write(ByteBuffer.wrap(new byte[] {'y'}));
    }

    /** Echoes one byte. */
    private void serve(SocketChannel client) throws IOException {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            ByteBuffer one = ByteBuffer.allocate(1);
            if (client.read(one) == 1) {
                served.incrementAndGet();
                client.write(one.flip());
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private static int read(SocketChannel client) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return client.read(one) < 0 ? -1 : one.get(0);
    }
}
