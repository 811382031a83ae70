package io.vipagent.agent.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address whose connection attempts nobody answers, as behind a dead link. The queue of a listener that never
 * accepts is filled; Linux then drops what else comes.
 */
final class Blackhole implements AutoCloseable {
    private static final int MORE_THAN_FIT = 50;
    private static final int NO_ANSWER_MILLIS = 300;

    private final ServerSocket listener = new ServerSocket();
    private final List<Socket> queued = new ArrayList<>();

    /** On {@code host}, a literal of loopback; port 0 for a free one. */
    Blackhole(String host, int port) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral(host), port), 1);
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            Socket socket = new Socket();
            try {
                socket.connect(listener.getLocalSocketAddress(), NO_ANSWER_MILLIS);
                queued.add(socket);
            } catch (SocketTimeoutException full) {
                socket.close();
                return;
            }
        }
        throw new IllegalStateException("the kernel goes on answering");
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        listener.close();
    }
}
