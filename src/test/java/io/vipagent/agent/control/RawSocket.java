package io.vipagent.agent.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A client that says what it likes, byte by byte if it must, and listens to the end. */
final class RawSocket implements AutoCloseable {
    private final SocketChannel channel;

    RawSocket(Path path) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    /** Says all of it at once, then listens. */
    static String exchange(Path path, byte[] bytes) throws IOException {
        return exchange(path, bytes, bytes.length);
    }

    /** Says one byte after the other, then listens. */
    static String exchangeByteByByte(Path path, byte[] bytes) throws IOException {
        return exchange(path, bytes, 1);
    }

    private static String exchange(Path path, byte[] bytes, int atOnce) throws IOException {
        try (RawSocket socket = new RawSocket(path)) {
            for (int i = 0; i < bytes.length && !socket.refuses(Arrays.copyOfRange(bytes, i, i + atOnce)); ) {
                i += atOnce;
            }
            return socket.receive();
        }
    }

    /** Whether the other end has hung up, which shows when something is said. */
    boolean refuses(byte[] bytes) {
        try {
            send(bytes);
            return false;
        } catch (IOException brokenPipe) {
            return true;
        }
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Says that no more will come. */
    void finish() throws IOException {
        channel.shutdownOutput();
    }

    /** Everything until the other end closes; nothing where it resets. */
    String receive() throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                received.write(buffer.array(), 0, buffer.position());
            }
        } catch (IOException reset) {
            // A close with something unread is a reset: the end, for a client.
        }
        return received.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
