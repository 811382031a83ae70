package io.vipagent.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that answers no connection attempt, as behind a firewall that drops: it listens, but its queue is full of
 * connections that nobody accepts, so that the kernel drops every further SYN.
 */
final class BlackHole implements AutoCloseable {
    private static final int MORE_THAN_THE_QUEUE = 4;

    private final ServerSocketChannel server;
    private final List<SocketChannel> queue = new ArrayList<>();

    BlackHole() {
        try {
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
            for (int i = 0; i < MORE_THAN_THE_QUEUE; i++) {
                SocketChannel waiting = SocketChannel.open();
                waiting.configureBlocking(false);
                waiting.connect(server.getLocalAddress());
                queue.add(waiting);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "https://127.0.0.1:" + server.socket().getLocalPort() + path;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel waiting : queue) {
            waiting.close();
        }
        server.close();
    }
}
