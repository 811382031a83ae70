package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.HandTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a connection ends over loopback, whose other end is the test. Time moves by hand. */
class GoodbyeTest {
    private static final long SOON = Duration.ofSeconds(20).toNanos();
    private static final long TIMEOUT = Reactor.GOODBYE_TIMEOUT.toNanos();

    private final HandTicker ticker = new HandTicker(0);
    private final Reactor reactor = new Reactor(ticker);
    private SocketChannel ours;
    private SocketChannel peer;
    private Goodbye goodbye;

    @BeforeEach
    void connect() throws IOException, NoSuchAlgorithmException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ours = SocketChannel.open(server.getLocalAddress());
            peer = server.accept();
        }
        ours.configureBlocking(false);
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SelectionKey key = ours.register(reactor.selector(), 0);
        goodbye = new Goodbye(reactor, ours, key, new TlsChannel(ours, engine, reactor.buffers()), 1000);
        goodbye.begin();
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        ours.close();
        reactor.close();
    }

    @Test
    void saysThatNothingMoreComesAndWaitsForThePeerToEnd() throws IOException {
        ByteBuffer heard = ByteBuffer.allocate(4096);
        while (peer.read(heard) >= 0) {
            heard.clear();
        }
        assertThat(ours.isOpen()).isTrue();
        assertThat(reactor.ending()).containsExactly(goodbye);
        peer.close();
        reactor.await(SOON);
        assertThat(ours.isOpen()).isFalse();
        assertThat(reactor.ending()).isEmpty();
    }

    @Test
    void waitsNoLongerThanItsTimeout() {
        assertThat(goodbye.run(0)).isEqualTo(TIMEOUT);
        assertThat(goodbye.run(TIMEOUT - 1)).isEqualTo(1);
        assertThat(ours.isOpen()).isTrue();
        assertThat(goodbye.run(TIMEOUT)).isEqualTo(Long.MAX_VALUE);
        assertThat(ours.isOpen()).isFalse();
        assertThat(reactor.ending()).isEmpty();
    }

    @Test
    void endsAtOnceWithTheReactor() {
        goodbye.abort();
        assertThat(ours.isOpen()).isFalse();
        assertThat(reactor.ending()).isEmpty();
    }
}
